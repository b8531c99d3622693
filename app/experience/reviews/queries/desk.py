"""Reviews as whoever runs a house needs them: those to answer, reported ones, appeals and signals of fakes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, exists, func, or_, select

from app.booking.models import Booking
from app.experience.reviews.models import Review, ReviewAnswer, ReviewRemoval, ReviewReport
from app.experience.reviews.rules import MOMENTS
from app.experience.reviews.rules.signals import Clue, signals_of
from app.identity.models import Guest
from app.identity.staff.models import Staff
from app.kernel import clock
from app.store import db

_review, _answer, _removal = Review.__table__, ReviewAnswer.__table__, ReviewRemoval.__table__
_report, _booking = ReviewReport.__table__, Booking.__table__
AT_ONCE = 50
LOOKED_AT = timedelta(days=365)
"""Signals are looked for among the reviews of a year."""

ANSWER, REPORTED, APPEALS, SIGNALLED, ALL = "answer", "reported", "appeals", "signals", "all"


@dataclass(frozen=True, slots=True)
class DeskReview:
    """One review with all that is known of it. `reports` are (reason, words) that nobody looked at yet, `signals` what
    may tell a fake."""

    id: int
    location_id: int
    booking_reference: str
    kind: str
    dogs: bool
    nights: int
    departure_on: Any
    scores: dict[str, int]
    words: str
    written_at: datetime
    shows_at: datetime
    answer: str
    answered_at: datetime | None
    answered_by: str
    removal: Any
    reports: tuple[tuple[str, str], ...]
    signals: tuple[str, ...]

    @property
    def removed(self) -> bool:
        return self.removal is not None and not self.removal.restored

    @property
    def appealed(self) -> bool:
        """Whether somebody has to decide an appeal."""
        return self.removed and self.removal.appealed_at is not None and self.removal.decided_at is None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of a house wait for somebody: for an answer, for a look at their reports, for a decision."""

    answer: int = 0
    reported: int = 0
    appeals: int = 0

    @property
    def all(self) -> int:
        return self.answer + self.reported + self.appeals


def desk_reviews(location_id: int, show: str) -> list[DeskReview]:
    """The newest first, `AT_ONCE` at most; four statements. The house reads none before everybody does."""
    signals = signals_of(_clues(location_id))
    if show == SIGNALLED:
        which: Any = _review.c.id.in_(signals)
    else:
        which = {ANSWER: _to_answer(), REPORTED: _is_reported(), APPEALS: _is_appealed()}.get(show, True)
    return _found(location_id, signals, which)


def desk_review(location_id: int, review_id: int) -> DeskReview | None:
    """That review of the house; None where it has no such one, or nobody is shown it yet."""
    found = _found(location_id, signals_of(_clues(location_id)), _review.c.id == review_id)
    return found[0] if found else None


def waiting_reviews(location_ids: Collection[int]) -> dict[int, Waiting]:
    """By house, what waits for somebody; one statement."""
    rows = db.session.execute(
        select(
            _review.c.location_id,
            func.count().filter(_to_answer()),
            func.count().filter(_is_reported()),
            func.count().filter(_is_appealed()),
        )
        .select_from(_joined())
        .where(_review.c.location_id.in_(location_ids), _review.c.words != "")
        .group_by(_review.c.location_id)
    )
    return {row[0]: Waiting(row[1], row[2], row[3]) for row in rows}


def _found(location_id: int, signals: dict[int, list[str]], which: Any) -> list[DeskReview]:
    rows = db.session.execute(
        select(
            _review, _booking.c.reference, _answer.c.words.label("answer"), _answer.c.answered_at,
            Staff.name.label("answered_by"),
        )
        .select_from(_joined())
        .join(_booking, _booking.c.id == _review.c.booking_id)
        .outerjoin(Staff, Staff.id == _answer.c.staff_id)
        .where(_review.c.location_id == location_id, _review.c.words != "", _review.c.shows_at <= clock.now(), which)
        .order_by(_review.c.written_at.desc(), _review.c.id.desc())
        .limit(AT_ONCE)
    ).all()  # fmt: skip
    ids = [row.id for row in rows]
    removals = {row.review_id: row for row in db.session.execute(select(_removal).where(_removal.c.review_id.in_(ids)))}
    reports: dict[int, list[tuple[str, str]]] = {}
    waiting = select(_report).where(_report.c.review_id.in_(ids), _report.c.closed_at.is_(None))
    for report in db.session.execute(waiting.order_by(_report.c.id)):
        reports.setdefault(report.review_id, []).append((report.reason, report.words))
    return [
        DeskReview(
            id=row.id,
            location_id=row.location_id,
            booking_reference=row.reference,
            kind=row.kind,
            dogs=row.dogs,
            nights=row.nights,
            departure_on=row.departure_on,
            scores={one: row._mapping[one] for one in MOMENTS if row._mapping[one] is not None},
            words=row.words,
            written_at=row.written_at,
            shows_at=row.shows_at,
            answer=row.answer or "",
            answered_at=row.answered_at,
            answered_by=row.answered_by or "",
            removal=removals.get(row.id),
            reports=tuple(reports.get(row.id, ())),
            signals=tuple(signals.get(row.id, ())),
        )
        for row in rows
    ]


def _clues(location_id: int) -> list[Clue]:
    since = clock.now() - LOOKED_AT
    rows = db.session.execute(
        select(_review.c.id, _review.c.location_id, _review.c.words, _review.c.device, _review.c.written_at, Staff.id)
        .join(_booking, _booking.c.id == _review.c.booking_id)
        .outerjoin(Guest, Guest.id == _booking.c.guest_id)
        .outerjoin(Staff, Staff.email_lower == Guest.email_lower)
        .where(_review.c.location_id == location_id, _review.c.words != "", _review.c.written_at >= since)
    )
    return [Clue(row[0], row[1], row[2], row[3], row[4], row[5] is not None) for row in rows]


def _joined() -> Any:
    answered = _review.outerjoin(_answer, _answer.c.review_id == _review.c.id)
    return answered.outerjoin(_removal, _removal.c.review_id == _review.c.id)


def _stands() -> Any:
    return or_(_removal.c.review_id.is_(None), _removal.c.restored)


def _to_answer() -> Any:
    return and_(_answer.c.review_id.is_(None), _stands(), _review.c.shows_at <= clock.now())


def _is_reported() -> Any:
    return exists().where(_report.c.review_id == _review.c.id, _report.c.closed_at.is_(None))


def _is_appealed() -> Any:
    return and_(_removal.c.appealed_at.is_not(None), _removal.c.decided_at.is_(None))
