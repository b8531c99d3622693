"""The stay that a guest reviews, and what they wrote of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.booking.models import BookedStay, Booking
from app.catalogue.models import Location
from app.experience.reviews.errors import NoReview
from app.experience.reviews.models import Review, ReviewRemoval
from app.experience.reviews.rules import MOMENTS, kind_of_stay
from app.identity.models import Guest
from app.kernel import clock
from app.kernel.party import party_of
from app.store import db

_booking, _stay, _review, _removal = (
    Booking.__table__, BookedStay.__table__, Review.__table__, ReviewRemoval.__table__
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReviewedStay:
    """A stay with its review, if there is one: `review_id` and all after it are None until then.

    `ended` is whether it took place and is over, `today` the day at the house. `words` are empty once forgotten.
    """

    booking_id: int
    location_id: int
    guest_name: str
    arrival_on: date
    departure_on: date
    ended: bool
    today: date
    kind: str
    dogs: bool
    nights: int
    room_type_id: int | None
    review_id: int | None
    scores: dict[str, int]
    words: str
    shows_at: datetime | None
    removal: Any

    @property
    def removed(self) -> bool:
        return self.removal is not None and not self.removal.restored


def reviewed_stay(booking_id: int) -> ReviewedStay:
    """The stay of a booking. Raises `NoReview` where there is none, or its guest is forgotten. Three statements."""
    row = db.session.execute(
        select(
            _booking, Location.timezone, Guest.name, Guest.erased_at, _review.c.id.label("review_id"),
            _review.c.words, _review.c.shows_at, *(_review.c[moment] for moment in MOMENTS),
        )
        .join(Location, Location.id == _booking.c.location_id)
        .outerjoin(Guest, Guest.id == _booking.c.guest_id)
        .outerjoin(_review, _review.c.booking_id == _booking.c.id)
        .where(_booking.c.id == booking_id)
    ).one_or_none()  # fmt: skip
    if row is None or row.erased_at is not None:
        raise NoReview
    came = _stay.c.booking_id == booking_id, _stay.c.cancelled_at.is_(None), _stay.c.no_show_at.is_(None)
    rooms = db.session.execute(select(_stay).where(*came).order_by(_stay.c.part)).all()
    removal = _removal_of(row.review_id) if row.review_id else None
    today = clock.today(row.timezone)
    departed = row.state == "departed" or (row.state == "in_house" and row.departure_on <= today)
    types = {room.room_type_id for room in rooms}
    return ReviewedStay(
        booking_id=booking_id,
        location_id=row.location_id,
        guest_name=row.name or "",
        arrival_on=row.arrival_on,
        departure_on=row.departure_on,
        ended=bool(rooms) and departed,
        today=today,
        kind=kind_of_stay([party_of(room.adults, room.children, room.cots, room.dogs) for room in rooms]),
        dogs=any(room.dogs for room in rooms),
        nights=(row.departure_on - row.arrival_on).days,
        room_type_id=types.pop() if len(types) == 1 else None,
        review_id=row.review_id,
        scores={moment: score for moment in MOMENTS if (score := row._mapping[moment]) is not None},
        words=row.words or "",
        shows_at=row.shows_at,
        removal=removal,
    )


def _removal_of(review_id: int) -> Any:
    return db.session.execute(select(_removal).where(_removal.c.review_id == review_id)).one_or_none()
