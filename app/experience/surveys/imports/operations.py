"""Writing the answers of a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import insert, select, update

from app.booking.models import Booking
from app.experience.surveys.imports.reading import Response, Responses
from app.experience.surveys.models import Answer, Survey
from app.experience.surveys.operations.answering import as_kept
from app.experience.surveys.queries import occasion_at
from app.experience.surveys.rules import (
    CANCELLED,
    CLOSED_AFTER,
    SCALES,
    STAY,
    sentiment_of,
    theme_again,
    theme_of,
)
from app.identity.models import Guest
from app.journal import record
from app.store import db, insert_unless_taken, transaction, write

CHUNK = 500
"""Lines in one transaction: one fsync, and no lock that other writers would wait for too long."""

IMPORT = "import"
_survey, _answer, _booking, _guest = Survey.__table__, Answer.__table__, Booking.__table__, Guest.__table__


class Refusal(NamedTuple):
    """A line that is an answer, but cannot be kept as one."""

    line: int
    reason: str


@dataclass(slots=True)
class Report:
    """What became of the `rows` of a file: imported + already + refused + rejected."""

    rows: int = 0
    imported: int = 0
    already: int = 0
    rejected: int = 0
    refusals: list[Refusal] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """The figures by name."""
        return {
            "rows": self.rows,
            "imported": self.imported,
            "already": self.already,
            "refused": len(self.refusals),
            "rejected": self.rejected,
        }


def import_responses(responses: Responses, *, progress: Callable[[int, int], None] = lambda _done, _of: None) -> Report:
    """Every answer of the file is kept with its booking and moment, or refused with the reason.

    Run again it adds nothing. Of several answers to one survey the last one counts, an answer given here always. No
    case is opened and nobody is mailed: a guest who answered elsewhere did not agree to it here. It is whole per
    transaction of `CHUNK` lines.
    """
    found = responses.found
    report = Report(rows=len(found) + len(responses.bad), rejected=len(responses.bad))
    for start in range(0, len(found), CHUNK):
        chunk = found[start : start + CHUNK]
        imported, refusals = transaction(partial(_keep_all, chunk))
        report.imported += imported
        report.refusals += refusals
        report.already += len(chunk) - imported - len(refusals)
        progress(start + len(chunk), len(found))
    return report


def _keep_all(chunk: Sequence[Response]) -> tuple[int, list[Refusal]]:
    """How many were new, and those that were refused. Runs in a transaction, which may run it twice."""
    bookings = _bookings({one.reference for one in chunk})
    imported, refusals = 0, []
    for one in chunk:
        booking = bookings.get(one.reference)
        reason = _unfit(one, booking)
        outcome = reason or _keep(one, booking)
        if outcome is True:
            imported += 1
        elif outcome:
            refusals.append(Refusal(one.line, outcome))
    return imported, refusals


def _bookings(references: set[str]) -> Mapping[str, Any]:
    rows = db.session.execute(
        select(_booking, _guest.c.erased_at)
        .outerjoin(_guest, _guest.c.id == _booking.c.guest_id)
        .where(_booking.c.reference.in_(references))
    )
    return {row.reference: row for row in rows}


def _unfit(one: Response, booking: Any) -> str:
    if booking is None:
        return "there is no such booking"
    if booking.erased_at is not None:
        return "its guest asked to be forgotten"
    if one.at < booking.booked_at:
        return "it was answered before it was booked"
    if one.moment == STAY and booking.state in ("cancelled", "no_show"):
        return "the stay did not happen"
    if one.moment == CANCELLED and booking.state != "cancelled":
        return "the booking was not cancelled"
    return ""


def _keep(one: Response, booking: Any) -> bool | str:
    """True when the answer is kept now, False when it was before; or why it cannot be."""
    survey_id, closes_at = _survey_of(one, booking)
    if one.at >= closes_at:
        return "it was answered after the survey was closed"
    kept = db.session.execute(select(_answer).where(_answer.c.survey_id == survey_id)).one_or_none()
    values = {
        **{name: one.scores.of(name) for name in SCALES},
        "words": one.words,
        "theme": theme_of(one.words, one.scores),
        "sentiment": sentiment_of(one.words, one.scores),
        "answered_at": one.at,
    }
    if kept is None:
        write(insert(_answer), {"survey_id": survey_id, "origin": IMPORT, "times": 1, **values})
    elif kept.origin != IMPORT:
        return "the guest answered here"
    elif one.at <= kept.answered_at:
        return False
    else:
        values["theme"] = theme_again(one.words, one.scores, before=as_kept(kept))
        mine = update(_answer).where(_answer.c.survey_id == survey_id)
        write(mine.values(times=_answer.c.times + 1, **values))
    times = 1 if kept is None else kept.times + 1
    place = booking.location_id
    record(
        "survey_answered", "survey", survey_id, actor=IMPORT, location_id=place, at=one.at, moment=one.moment,
        times=times,
    )  # fmt: skip
    return True


def _survey_of(one: Response, booking: Any) -> tuple[int, Any]:
    """The survey of that booking and moment that was the last when it was answered, ours until the transaction ends,
    and when it closes; written where there was none, as sent when it was answered."""
    occasion = occasion_at(one.moment, booking.id, one.at)
    row = {
        "booking_id": booking.id,
        "guest_id": booking.guest_id,
        "location_id": booking.location_id,
        "moment": one.moment,
        "occasion": occasion,
        "source": booking.source,
        "arrival_on": booking.arrival_on,
        "departure_on": booking.departure_on,
        "sent_at": one.at,
        "closes_at": one.at + CLOSED_AFTER,
    }
    survey_id = write(insert_unless_taken(Survey, "booking_id", "moment", "occasion"), row).scalar()
    if survey_id is not None:
        return int(survey_id), row["closes_at"]
    found = db.session.execute(
        select(_survey.c.id, _survey.c.closes_at)
        .where(_survey.c.booking_id == booking.id, _survey.c.moment == one.moment, _survey.c.occasion == occasion)
        .with_for_update()
    ).one()
    return found.id, found.closes_at
