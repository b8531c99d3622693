"""Everybody who comes, stays or leaves on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from app.booking.models import BookedExtra, BookedStay, Booking, FolioLine
from app.booking.rules import LIVE
from app.catalogue.models import Extra
from app.catalogue.queries import COT
from app.identity.models import Guest
from app.inventory.models import RoomNight
from app.kernel.party import Party, party_of
from app.store import db


@dataclass(frozen=True, slots=True)
class DayStay:
    """A stay as a house sees it on `day`: its door tonight and last night, what its booking owes, how often they came.

    Above 0 in `due_minor` the guest owes. `stays_before` counts the guest's stays that are over, `cots_added` the cots
    that they took as an extra.
    """

    day: date
    booking_id: int
    reference: str
    location_id: int
    state: str
    guest_id: int | None
    guest_name: str
    arrival_time: time | None
    notes: str
    checked_in_at: datetime | None
    checked_out_at: datetime | None
    stay_id: int
    part: int
    room_type_id: int
    arrival_on: date
    departure_on: date
    party: Party
    assistance_dogs: int
    room_tonight: int | None
    room_before: int | None
    due_minor: int
    stays_before: int
    leaves_by: time | None = None
    cots_added: int = 0

    @property
    def cots(self) -> int:
        """How many cots are to stand in the room."""
        return max(self.party.cots, self.cots_added)

    @property
    def arriving(self) -> bool:
        return self.arrival_on == self.day

    @property
    def leaving(self) -> bool:
        return self.departure_on == self.day

    @property
    def staying_on(self) -> bool:
        return self.arrival_on < self.day < self.departure_on

    @property
    def here(self) -> bool:
        return self.checked_in_at is not None and not self.gone

    @property
    def gone(self) -> bool:
        return self.checked_out_at is not None or self.state == "departed"

    @property
    def to_come(self) -> bool:
        """Arriving, and not here yet."""
        return self.arriving and not self.here and not self.gone

    @property
    def missed(self) -> bool:
        """Was to arrive before that day, and has not."""
        return self.arrival_on < self.day and not self.here and not self.gone

    @property
    def room_id(self) -> int | None:
        """The door that they have today: tonight's, or the last night's on the day they leave."""
        return self.room_before if self.leaving else self.room_tonight

    @property
    def nights(self) -> int:
        return (self.departure_on - self.arrival_on).days

    @property
    def surname(self) -> str:
        return surname_of(self.guest_name)


_stay, _booking, _guest, _folio, _added = (
    BookedStay.__table__,
    Booking.__table__,
    Guest.__table__,
    FolioLine.__table__,
    BookedExtra.__table__,
)


def stays_on(location_ids: Sequence[int], day: date) -> list[DayStay]:
    """The live stays of these houses whose first day, last day or a night is that day, by arrival hour; one statement.

    Those who said no hour come last. Nobody who did not come is among them.
    """
    tonight, before = aliased(RoomNight), aliased(RoomNight)
    earlier = _booking.alias("earlier")
    due = select(func.coalesce(func.sum(_folio.c.amount_minor), 0)).where(_folio.c.booking_id == _booking.c.id)
    over = select(func.count()).where(
        earlier.c.guest_id == _booking.c.guest_id, earlier.c.state == "departed", earlier.c.id != _booking.c.id
    )
    cots = (
        select(func.coalesce(func.sum(_added.c.count), 0))
        .join(Extra, Extra.id == _added.c.extra_id)
        .where(_added.c.stay_id == _stay.c.id, Extra.slug == COT)
    )
    query = (
        select(
            _booking.c.id, _booking.c.reference, _booking.c.location_id, _booking.c.state, _booking.c.guest_id,
            func.coalesce(_guest.c.name, ""), _booking.c.arrival_time, func.coalesce(_booking.c.notes, ""),
            _stay.c.checked_in_at, _stay.c.checked_out_at, _stay.c.id, _stay.c.part, _stay.c.room_type_id,
            _stay.c.arrival_on, _stay.c.departure_on, _stay.c.adults, _stay.c.children, _stay.c.cots, _stay.c.dogs,
            _stay.c.needs, _stay.c.assistance_dogs, tonight.room_id, before.room_id, due.scalar_subquery(),
            over.scalar_subquery(), _stay.c.leaves_by, cots.scalar_subquery(),
        )
        .join(_stay, _stay.c.booking_id == _booking.c.id)
        .outerjoin(_guest, _guest.c.id == _booking.c.guest_id)
        .outerjoin(tonight, and_(tonight.stay_id == _stay.c.id, tonight.night == day))
        .outerjoin(before, and_(before.stay_id == _stay.c.id, before.night == day - timedelta(days=1)))
        .where(
            _booking.c.location_id.in_(list(location_ids)),
            _booking.c.arrival_on <= day,
            _booking.c.departure_on >= day,
            _booking.c.state.in_(LIVE),
            _stay.c.arrival_on <= day,
            _stay.c.departure_on >= day,
            _stay.c.cancelled_at.is_(None),
        )
        .order_by(_booking.c.arrival_time.is_(None), _booking.c.arrival_time, _booking.c.id, _stay.c.part)
    )  # fmt: skip
    return [DayStay(*_values(day, row)) for row in db.session.execute(query)]


def _values(day: date, row: Any) -> tuple[Any, ...]:
    return (day, *row[:15], party_of(*row[15:20]), *row[20:])


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A stay that arrives soon and has no door for its first night."""

    location_id: int
    booking_id: int
    reference: str
    surname: str
    room_type_id: int
    arrival_on: date


def unplaced(location_ids: Sequence[int], first: date, last: date) -> list[Unplaced]:
    """Live stays that arrive from `first` to `last` and have no door yet, the earliest first; one statement."""
    query = (
        select(
            _booking.c.location_id, _booking.c.id, _booking.c.reference, func.coalesce(_guest.c.name, ""),
            _stay.c.room_type_id, _stay.c.arrival_on,
        )
        .join(_stay, _stay.c.booking_id == _booking.c.id)
        .outerjoin(_guest, _guest.c.id == _booking.c.guest_id)
        .outerjoin(RoomNight, and_(RoomNight.stay_id == _stay.c.id, RoomNight.night == _stay.c.arrival_on))
        .where(
            _booking.c.location_id.in_(list(location_ids)),
            _booking.c.state.in_(("confirmed", "in_house")),
            _booking.c.departure_on >= first,
            _stay.c.cancelled_at.is_(None),
            _stay.c.arrival_on.between(first, last),
            RoomNight.room_id.is_(None),
        )
        .order_by(_stay.c.arrival_on, _booking.c.id, _stay.c.part)
    )  # fmt: skip
    rows = db.session.execute(query)
    return [Unplaced(at, id_, ref, surname_of(name), kind, on) for at, id_, ref, name, kind, on in rows]


def surname_of(name: str) -> str:
    """The last word of a name, by which a house calls its guests."""
    words = name.split()
    return words[-1] if words else "Somebody"
