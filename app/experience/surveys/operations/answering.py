"""What a guest does with a survey: looks at it, answers it, asks for no more of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from app.care import add_task
from app.care.cases import Opening, open_case, reopen_case, say_put_right
from app.care.themes import THEMES
from app.experience.surveys.errors import NotAsked, Relabelled, SurveyClosed, SurveyVoid
from app.experience.surveys.models import Answer, Survey, SurveyRefusal
from app.experience.surveys.operations.records import survey_row
from app.experience.surveys.queries import Asked, asked
from app.experience.surveys.rules import (
    CASE,
    PARTS,
    SCALES,
    Scores,
    cannot_wait,
    low,
    sentiment_of,
    theme_again,
    theme_of,
)
from app.journal import record
from app.kernel import clock
from app.kernel.errors import Invalid
from app.store import db, insert_or_ignore, transaction, write

URGENT = "cannot_wait"
"""The kind of task that a house has where a guest wrote what cannot wait and wants no answer."""

PUT_RIGHT = 4
"""From here on the guest says that a case is put right."""

_answer, _survey = Answer.__table__, Survey.__table__


@dataclass(frozen=True, slots=True)
class Given:
    """What a guest sent. `named`: the name may stand beside it; `contact_agreed`: the house may write back."""

    scores: Scores
    words: str = ""
    contact_agreed: bool = False
    named: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of it: how often it was answered by now, and until when the house reaches a guest it has to."""

    survey_id: int
    times: int
    case_due_at: datetime | None


def record_answer(moment: str, booking_id: int, occasion: int, given: Given) -> Recorded:
    """The survey is answered like this, in place of what was answered before.

    A low score, or a word that cannot wait, opens a case in the same transaction if the guest agrees to be contacted
    (`open_case`); without that the words alone become a task, under which no name stands. A low answer on how a case
    ended opens that case again, a good one closes it by the guest's word. Of two answers at once both are kept one
    after the other, and the later one stands.

    Raises `NotAsked`, `SurveyVoid` for a stay that did not happen, and `SurveyClosed`.
    """

    def work() -> Recorded:
        now, survey = clock.now(), _required(moment, booking_id, occasion)
        if now >= survey.closes_at:
            raise SurveyClosed(survey.closes_at)
        survey_id = survey_row(survey, survey.sent_at)
        times = _keep(survey_id, given, now)
        write(update(_survey).where(_survey.c.id == survey_id, _survey.c.opened_at.is_(None)).values(opened_at=now))
        record("survey_answered", "survey", survey_id, location_id=survey.location_id, moment=moment, times=times)
        return Recorded(survey_id, times, _look_after(survey, survey_id, given))

    return transaction(work)


def record_opened(moment: str, booking_id: int, occasion: int) -> None:
    """Somebody looked at the survey; the first time counts. Raises `NotAsked` and `SurveyVoid`."""

    def work() -> None:
        now, survey = clock.now(), _required(moment, booking_id, occasion)
        if now < survey.closes_at:
            survey_id = survey_row(survey, survey.sent_at)
            unseen = (_survey.c.id == survey_id, _survey.c.opened_at.is_(None))
            write(update(_survey).where(*unseen).values(opened_at=now))

    transaction(work)


def refuse_surveys(moment: str, booking_id: int, occasion: int) -> None:
    """The guest is asked about no stay any more; said twice it is the same. Raises `NotAsked`."""

    def work() -> None:
        survey = asked(moment, booking_id, occasion)
        if survey is None or survey.guest_id is None:
            raise NotAsked
        known = select(SurveyRefusal.id).where(SurveyRefusal.guest_id == survey.guest_id)
        if db.session.execute(known).first() is None:
            row = {"guest_id": survey.guest_id, "refused_at": clock.now()}
            write(insert(SurveyRefusal.__table__), row)
            record("survey_refused", "guest", survey.guest_id, actor_id=survey.guest_id)

    transaction(work)


def relabel_answer(survey_id: int, theme: str, *, seen: str | None, by: int) -> None:
    """The comment is about this theme. Raises `NotAsked`, `Invalid` for a theme that is not on the list, and
    `Relabelled` where its theme is not the one that was seen: of two at once one wins."""
    if theme not in THEMES:
        raise Invalid("Choose a theme from the list.")

    def work() -> None:
        row = db.session.execute(
            select(_answer.c.theme, _survey.c.location_id)
            .join(_survey, _survey.c.id == _answer.c.survey_id)
            .where(_answer.c.survey_id == survey_id)
        ).one_or_none()
        if row is None:
            raise NotAsked
        as_seen = _answer.c.theme == seen if seen else _answer.c.theme.is_(None)
        if write(update(_answer).where(_answer.c.survey_id == survey_id, as_seen).values(theme=theme)).rowcount == 0:
            raise Relabelled(row.theme or "")
        place = row.location_id
        record(
            "answer_relabelled",
            "survey",
            survey_id,
            actor="staff",
            actor_id=by,
            location_id=place,
            before=seen,
            after=theme,
        )

    transaction(work)


def _required(moment: str, booking_id: int, occasion: int) -> Asked:
    survey = asked(moment, booking_id, occasion)
    if survey is None:
        raise NotAsked
    if survey.void:
        raise SurveyVoid
    return survey


def _keep(survey_id: int, given: Given, now: datetime) -> int:
    """The answer's row; how often it was written by now. A theme that staff gave to the same words stays."""
    values: dict[str, Any] = {
        **{name: given.scores.of(name) for name in SCALES},
        "words": given.words,
        "theme": theme_of(given.words, given.scores),
        "sentiment": sentiment_of(given.words, given.scores),
        "contact_agreed": given.contact_agreed,
        "named": given.named,
        "origin": "guest",
        "answered_at": now,
    }
    if write(insert_or_ignore(Answer, {"survey_id": survey_id, "times": 1, **values})).rowcount:
        return 1
    mine = _answer.c.survey_id == survey_id
    kept = db.session.execute(select(_answer).where(mine).with_for_update()).one()
    values["theme"] = theme_again(given.words, given.scores, before=as_kept(kept))
    again = update(_answer).where(mine).values(times=_answer.c.times + 1, **values).returning(_answer.c.times)
    return int(write(again).scalar_one())


def as_kept(row: Any) -> tuple[str | None, str, Scores]:
    """Theme, words and scores of a row of an answer."""
    return row.theme, row.words, Scores(**{name: row._mapping[name] for name in SCALES})


def _look_after(survey: Asked, survey_id: int, given: Given) -> datetime | None:
    """Until when the house reaches the guest, where it has to."""
    poor, urgent = low(given.scores), cannot_wait(given.words)
    if survey.moment == CASE and (given.scores.csat or 0) >= PUT_RIGHT and not urgent:
        say_put_right(survey.occasion)
    if not poor and not urgent:
        return None
    if survey.moment == CASE:
        return reopen_case(survey.occasion, words=given.words)
    if given.contact_agreed:
        return open_case(
            Opening(
                "survey",
                survey_id,
                survey.booking_id,
                survey.guest_id,
                survey.location_id,
                _title(given.scores, poor, urgent),
                given.words,
            )
        )
    if urgent:
        title = f"A guest wrote “{urgent}” and wants no answer"
        add_task(URGENT, "survey", survey_id, title, location_id=survey.location_id, words=given.words, actor="guest")
    return None


def _title(scores: Scores, poor: list[str], urgent: str) -> str:
    """What the case is about: the words that cannot wait first, then the scores."""
    told = [f"“{urgent}”"] if urgent else []
    told += [f"{TITLES.get(name) or PARTS[name]} {scores.of(name)} of {SCALES[name][-1]}" for name in poor]
    words = ", ".join(told)
    return words[:1].upper() + words[1:]


TITLES = {"nps": "would recommend", "ces": "easy to book", "csat": "all in all"}
