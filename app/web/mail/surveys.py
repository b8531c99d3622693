"""What guests are asked by mail, one link a number: a tap opens the page with it chosen, and sends nothing."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from app.care.cases.queries import case_in, letter_of
from app.catalogue.closed import house_of
from app.experience.surveys import Asked, asked
from app.experience.surveys.queries import asks
from app.experience.surveys.rules import CASE, ENDS, SCALES, STAY
from app.identity.staff.queries import who_runs
from app.kernel import clock
from app.kernel.words import span
from app.outbox import Announced
from app.web.mail.about import About
from app.web.mail.letter import Letter, NoLongerApplies
from app.web.review_links import review_path
from app.web.survey_links import survey_path
from app.web.survey_words import PUT_RIGHT, ease_question, recommend_question


@dataclass(frozen=True, slots=True)
class Taps:
    """A question in a mail: its numbers with the address of each, and what the two ends say."""

    question: str
    numbers: tuple[tuple[int, str], ...]
    low: str
    high: str
    url: str


def ease_taps(about: About, moment: str) -> Taps | None:
    """How easy that was; None where the mail does not ask, since the house did it for the guest."""
    occasion = about.message.occasion.rpartition("-")[2] or "0"
    if not asks(moment, about.booking.source, about.message.facts):
        return None
    return _taps("ces", ease_question(moment), moment, about.booking.id, int(occasion))


def survey(message: Announced) -> Letter:
    """The morning after: one tap says how likely the guest is to recommend the house; the rest is on the page."""
    about, own = _asked(message, STAY)
    view = {**_stay(about, own), "heading": f"How was {about.house.name}?", "reminder": False}
    return Letter(f"How was {about.house.name}?", view, about.house)


def survey_reminder(message: Announced) -> Letter:
    """Three days later, once, to those who have said nothing. Raises `NoLongerApplies` when they have by now."""
    about, own = _asked(message, STAY)
    if own.answer is not None:
        raise NoLongerApplies("It is answered.")
    view = {**_stay(about, own), "heading": "One question, if you like.", "reminder": True}
    return Letter(f"Still time to say how {about.house.name} was", view, about.house)


def case_closed(message: Announced) -> Letter:
    """After a case: whether it is put right. One tap, and a low one opens it again."""
    about, own = _asked(message, CASE, about_case(message))
    view = {
        "about": about,
        "heading": "Is it put right?",
        "manager": who_runs(about.house.id) or "The house",
        "taps_of": _taps("csat", PUT_RIGHT, CASE, about.booking.id, own.occasion),
    }
    return Letter(f"Is it put right? {about.house.name}", view, about.house)


def case_reply(message: Announced) -> Letter:
    """What somebody of the house wrote to a guest who had something to say, or to whoever complained where nobody knows
    the booking. Raises `NoLongerApplies` once the words are forgotten."""
    case, letter = case_in(about_case(message)), letter_of(about_case(message), int(message.facts["note"]))
    if case is None or letter is None:
        raise NoLongerApplies("What was written is forgotten.")
    about = About.of(message) if message.subject == "booking" else None
    stay = about and about.booking.basket
    words, writer = letter
    house = house_of(case.location_id)
    view = {
        "paragraphs": [paragraph for paragraph in words.split("\n") if paragraph.strip()],
        "writer": writer or house.name,
        "house_name": house.name,
        "nights": span(stay.arrival, stay.departure) if stay else "",
        "reference": about.booking.reference if about else "",
    }
    return Letter(f"About {'your stay at' if about else 'what you told'} {house.name}", view, house)


def about_case(message: Announced) -> int:
    """The id of the case that a mail is about."""
    return int(message.facts["case"])


def _stay(about: About, own: Asked) -> dict[str, object]:
    house = about.house
    return {
        "about": about,
        "nights": span(own.arrival_on, own.departure_on),
        "manager": who_runs(house.id) or f"Whoever runs {house.name}",
        "taps_of": _taps("nps", recommend_question(house.name), STAY, about.booking.id, 0),
        "review_url": f"{_base()}{review_path(about.booking.id)}",
        "no_more_url": f"{_base()}{survey_path(STAY, about.booking.id)}/no-more",
    }


def _asked(message: Announced, moment: str, occasion: int = 0) -> tuple[About, Asked]:
    """The survey of a mail, that can still be answered. Raises `NoLongerApplies` otherwise."""
    about = About.of(message)
    own = asked(moment, about.booking.id, occasion)
    if own is None or not own.is_open(clock.now()):
        raise NoLongerApplies("Nothing can be answered any more.")
    return about, own


def _taps(name: str, question: str, moment: str, booking_id: int, occasion: int) -> Taps:
    url = f"{_base()}{survey_path(moment, booking_id, occasion)}"
    numbers = tuple((number, f"{url}?{name}={number}") for number in SCALES[name])
    return Taps(question, numbers, *ENDS[name], url=url)


def _base() -> str:
    return str(current_app.config["SETTINGS"].address)
