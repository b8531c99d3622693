"""What the pages of a survey say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.care.cases.queries import case_due
from app.catalogue.closed import house_of
from app.experience.surveys import Asked
from app.experience.surveys.rules import (
    BOOKED,
    CANCELLED,
    CASE,
    CHANGED,
    ENDS,
    OPEN_QUESTIONS,
    PARTS,
    STAY,
    Scores,
    low,
    open_question,
)
from app.guest.surveys.form import SurveyForm, asked_at_moment, main_question
from app.identity.staff.queries import who_runs
from app.kernel.words import at_hour, short_day, span
from app.web.review_links import review_path
from app.web.survey_words import PUT_RIGHT, ease_question, recommend_question

HEADINGS = {
    BOOKED: "Was it easy to book, {name}?",
    CHANGED: "Was it easy to change, {name}?",
    CANCELLED: "Was it easy to cancel, {name}?",
    STAY: "How was {house}, {name}?",
    CASE: "Is it put right, {name}?",
}


@dataclass(frozen=True, slots=True)
class Scale:
    """A question with its numbers: the field's name, what is asked, and what the two ends say."""

    name: str
    question: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class SurveyPage:
    """The names that the templates in `guest/surveys/` use. `questions` are the open question by what was scored."""

    url: str
    moment: str
    house_name: str
    house_slug: str
    telephone: str
    what: str
    heading: str
    manager: str
    reader: str
    main: Scale
    ease: Scale | None
    parts: tuple[Scale, ...]
    besides: tuple[Scale, ...]
    question: str
    questions: dict[str, str]
    until: str
    answered: str


@dataclass(frozen=True, slots=True)
class ThanksPage:
    """What happens now. `hears_by` is empty unless somebody writes back; `silent` where that was not wanted."""

    url: str
    heading: str
    score: str
    hears_by: str
    reader: str
    silent: bool
    words: bool
    named: bool
    until: str
    moment: str
    house_name: str
    house_slug: str
    review_url: str = ""


def survey_page(survey: Asked, url: str, form: SurveyForm) -> SurveyPage:
    """A survey as it is asked; one statement."""
    house, manager = house_of(survey.location_id), _first(who_runs(survey.location_id))
    questions = asked_at_moment(survey.moment)
    return SurveyPage(
        url=url,
        moment=survey.moment,
        house_name=house.name,
        house_slug=house.slug,
        telephone=house.telephone,
        what=f"{house.name}, {span(survey.arrival_on, survey.departure_on)}",
        heading=_heading(survey, house.name),
        manager=manager,
        reader=f"{manager}, who runs the house," if manager else "whoever runs the house",
        main=_main(survey, house.name),
        ease=Scale("ces", ease_question(STAY), *ENDS["ces"]) if survey.moment == STAY else None,
        parts=tuple(Scale(name, PARTS[name].capitalize(), "", "") for name in questions if name in PARTS),
        besides=_besides() if survey.moment == STAY else (),
        question=open_question(_chosen(form)) if survey.moment == STAY else _ask_why(survey.moment),
        questions=OPEN_QUESTIONS if survey.moment == STAY else {},
        until=_day(survey.closes_at, house.timezone),
        answered=_day(survey.standing.answered_at, house.timezone) if survey.standing else "",
    )


def thanks_page(survey: Asked, url: str) -> ThanksPage:
    """What becomes of the answer that stands; two statements."""
    assert survey.answer is not None
    house, answer = house_of(survey.location_id), survey.answer
    manager = _first(who_runs(survey.location_id))
    due_at = case_due("survey", survey.id or 0) if survey.moment != CASE else case_due("care_case", survey.occasion)
    return ThanksPage(
        url=url,
        heading=f"Thank you, {name}." if (name := _first(survey.guest_name)) else "Thank you.",
        score=_score(survey, answer.scores),
        hears_by=f"{at_hour(due_at, house.timezone)} on {_day(due_at, house.timezone)}" if due_at else "",
        reader=manager or "Whoever runs the house",
        silent=bool(low(answer.scores)) and not answer.contact_agreed,
        words=bool(answer.words),
        named=answer.named,
        until=_day(survey.closes_at, house.timezone),
        moment=survey.moment,
        house_name=house.name,
        house_slug=house.slug,
        review_url=review_path(survey.booking_id) if survey.moment == STAY else "",
    )


def _main(survey: Asked, house_name: str) -> Scale:
    name = main_question(survey.moment)
    if survey.moment == STAY:
        question = recommend_question(house_name)
    elif survey.moment == CASE:
        question = PUT_RIGHT
    else:
        question = ease_question(survey.moment)
    return Scale(name, question, *ENDS[name])


def _besides() -> tuple[Scale, ...]:
    return (
        Scale("expected", "Compared with what you expected from the site?", *ENDS["expected"]),
        Scale("worth", "Worth what you paid?", *ENDS["worth"]),
    )


def _ask_why(moment: str) -> str:
    return "Anything still not right?" if moment == CASE else "What got in your way, or did not?"


def _chosen(form: SurveyForm) -> Scores:
    """What stands in the form, as far as it can be read."""
    numbers = {name: form[name].data or "" for name in asked_at_moment(STAY)}
    return Scores(**{name: int(word) for name, word in numbers.items() if word.isdecimal() and len(word) < 3})


def _heading(survey: Asked, house_name: str) -> str:
    words = HEADINGS[survey.moment].format(house=house_name, name=_first(survey.guest_name))
    return words.replace(", ?", "?")


def _score(survey: Asked, scores: Scores) -> str:
    name = main_question(survey.moment)
    highest = {"nps": 10, "ces": 7, "csat": 5}[name]
    return f"{scores.of(name)} of {highest}"


def _first(name: str) -> str:
    return name.split(maxsplit=1)[0] if name.split() else ""


def _day(at: datetime, timezone: str) -> str:
    return short_day(at.astimezone(ZoneInfo(timezone)).date())
