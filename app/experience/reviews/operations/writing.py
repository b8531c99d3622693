"""What a guest does: writes a review, changes it until it is shown, and appeals against its removal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update

from app.experience.reviews.errors import AlreadyShown, Gone, NoAppeal, TooLate
from app.experience.reviews.models import Review, ReviewRemoval
from app.experience.reviews.operations.records import SUBJECT, is_removed, locked, removal_of, seal
from app.experience.reviews.queries.stays import ReviewedStay, reviewed_stay
from app.experience.reviews.rules import APPEALED_WITHIN, MOMENTS, SHOWN_AFTER, WRITTEN, Rated, may_review
from app.journal import record
from app.kernel import clock
from app.kernel.errors import Invalid
from app.store import insert_unless_taken, transaction, write

_review, _removal = Review.__table__, ReviewRemoval.__table__


@dataclass(frozen=True, slots=True)
class Said:
    """What a guest sent: scores by moment, and words."""

    rated: Rated
    words: str


@dataclass(frozen=True, slots=True)
class Written:
    """What became of it: until when it can be changed, which is when everybody reads it."""

    review_id: int
    shows_at: datetime
    new: bool


def write_review(booking_id: int, said: Said, *, device: str | None = None) -> Written:
    """The stay is reviewed like this, in place of what its guest wrote before and nobody has been shown.

    It is shown a day after it was first written, whatever it says, and stands in the chain from now on. Of two sent at
    once both are kept one after the other, and the later one stands. Raises `NoReview`, `TooLate`, `AlreadyShown`,
    `Gone`, and `Invalid` without any score or words.
    """
    if not said.words or not said.rated.of:
        raise Invalid("A review has words and one score at least.")

    def work() -> Written:
        now, stay = clock.now(), reviewed_stay(booking_id)
        values: dict[str, Any] = {moment: said.rated.of.get(moment) for moment in MOMENTS}
        values |= {"words": said.words, "written_at": now, "device": device}
        fresh = None if stay.review_id else write(_new(), _row(stay, now) | values).scalar()
        if fresh is None:
            return _rewritten(booking_id, values, now)
        _sealed(fresh, stay, now, "review_written")
        return Written(fresh, now + SHOWN_AFTER, new=True)

    return transaction(work)


def appeal(booking_id: int, words: str) -> None:
    """The author wants the removal looked at again, by somebody else. Raises `NoReview` and `NoAppeal`; said again
    before it is decided, the newest words stand."""

    def work() -> None:
        now, review_id = clock.now(), reviewed_stay(booking_id).review_id
        row = locked(review_id or 0)
        removal = removal_of(row.id)
        if not is_removed(removal) or removal.decided_at or now >= removal.removed_at + APPEALED_WITHIN:
            raise NoAppeal
        mine = _removal.c.review_id == row.id
        write(update(_removal).where(mine).values(appeal_words=words, appealed_at=removal.appealed_at or now))
        record("review_appealed", SUBJECT, row.id, location_id=row.location_id, at=now)

    transaction(work)


def _new() -> Any:
    return insert_unless_taken(Review, "booking_id")


def _row(stay: ReviewedStay, now: datetime) -> dict[str, Any]:
    if not stay.ended or not may_review(stay.departure_on, stay.today):
        raise TooLate
    return {
        "booking_id": stay.booking_id,
        "location_id": stay.location_id,
        "room_type_id": stay.room_type_id,
        "kind": stay.kind,
        "dogs": stay.dogs,
        "nights": stay.nights,
        "departure_on": stay.departure_on,
        "shows_at": now + SHOWN_AFTER,
    }


def _rewritten(booking_id: int, values: dict[str, Any], now: datetime) -> Written:
    stay = reviewed_stay(booking_id)
    row = locked(stay.review_id or 0)
    if is_removed(removal_of(row.id)):
        raise Gone
    same = all(getattr(row, name) == values[name] for name in (*MOMENTS, "words"))
    if now >= row.shows_at and not same:
        raise AlreadyShown
    if not same:
        write(update(_review).where(_review.c.id == row.id).values(**values))
        _sealed(row.id, stay, now, "review_changed")
    return Written(row.id, row.shows_at, new=False)


def _sealed(review_id: int, stay: ReviewedStay, now: datetime, action: str) -> None:
    record(action, SUBJECT, review_id, location_id=stay.location_id, at=now)
    seal(WRITTEN, _review, review_id, now)
