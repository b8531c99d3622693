"""How the nights that guests gave up fare: which of them a sale resells, and what the page of the booking shows."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select

from app.booking.models import Booking, Resale
from app.booking.rules import ChosenStay
from app.booking.terms import back_for_night, prices_by_night
from app.catalogue.models import Location
from app.kernel import clock
from app.pricing.rules import Line
from app.store import db

_resale = Resale.__table__


@dataclass(frozen=True, slots=True)
class NightForResale:
    """A given-up night: `open`, `resold`, or `lapsed` when it has passed unsold; amounts in minor units.

    `refunded_minor` is what its resale gives back; whether the provider has given it yet is the refund's to say.
    """

    part: int
    night: date
    paid_minor: int
    state: str
    fetched_minor: int | None
    refunded_minor: int


def nights_for_resale(booking_id: int) -> list[NightForResale]:
    """Every night that the guest of this booking gave up on a resale plan, by stay and night; one statement.

    A night lapses by itself when its date has passed at the house: nothing has to be written for that.
    """
    rows = db.session.execute(
        select(Resale.__table__, Location.timezone)
        .join(Booking, Booking.id == Resale.booking_id)
        .join(Location, Location.id == Booking.location_id)
        .where(Resale.booking_id == booking_id)
        .order_by(Resale.part, Resale.night, Resale.id)
    )
    return [
        NightForResale(
            row.part,
            row.night,
            row.paid_minor,
            "resold" if row.resold_at else "lapsed" if row.night < clock.today(row.timezone) else "open",
            row.fetched_minor,
            row.refunded_minor or 0,
        )
        for row in rows
    ]


Sold = Mapping[tuple[int, date], Sequence[int]]
"""What each room of a room type and night was sold for, in minor units."""


@dataclass(frozen=True, slots=True)
class Resold:
    """A given-up night that a sale resells, with what it fetched and what of it comes back."""

    row: Any
    fetched_minor: int
    refunded_minor: int


def sold_by(stays: Iterable[tuple[int, ChosenStay]], lines: Sequence[Line]) -> dict[tuple[int, date], list[int]]:
    """What each night of the stays (by part) was sold for: all that the guest pays for that night."""
    sold: dict[tuple[int, date], list[int]] = defaultdict(list)
    for part, chosen in stays:
        for night, minor in prices_by_night([line for line in lines if line.part == part]).items():
            sold[chosen.room_type_id, night].append(minor)
    return sold


def taken_back_minor(booking_id: int, sold: Sold, currency: str, at: datetime) -> int:
    """What would come back to the guest of this booking if it bought these nights, some of which it had given up."""
    rows = given_up_nights(sold, currency, at)
    return sum(one.refunded_minor for one in resales(rows, sold, at) if one.row.booking_id == booking_id)


def resales(given_up: Sequence[Any], sold: Sold, at: datetime) -> list[Resold]:
    """Which of the given-up nights these sales resell: of each room type and night the one that waits longest.

    `given_up` are all nights of their bookings, since those share a fee that is taken once a stay.
    """
    fees = _fees_left(given_up)
    queues = {key: deque(fetched) for key, fetched in sold.items()}
    found = []
    for row in sorted(given_up, key=lambda row: (row.night, row.offered_at, row.id)):
        queue = queues.get((row.room_type_id, row.night))
        if row.resold_at is not None or row.offered_at > at or not queue:
            continue
        fetched = queue.popleft()
        stay = (row.booking_id, row.part)
        back = back_for_night(row.paid_minor, fetched, fees[stay])
        fees[stay] -= min(row.paid_minor, fetched) - back
        found.append(Resold(row, fetched, back))
    return found


_WAITING = (
    select(_resale.c.booking_id)
    .join(Booking, Booking.id == _resale.c.booking_id)
    .where(
        _resale.c.resold_at.is_(None),
        _resale.c.room_type_id.in_(bindparam("room_types", expanding=True)),
        _resale.c.night.between(bindparam("first"), bindparam("last")),
        _resale.c.offered_at <= bindparam("at"),
        Booking.currency == bindparam("currency"),
    )
)


def given_up_nights(sold: Sold, currency: str, at: datetime, *, locked: bool = False) -> Sequence[Any]:
    """Every given-up night, resold or not, of the bookings that these sales may refund.

    With `locked` they are ours until the transaction ends: all nights of a booking, in one order everywhere.
    """
    if not sold:
        return ()
    room_types, nights = {room_type for room_type, _ in sold}, {night for _, night in sold}
    asked = {"room_types": sorted(room_types), "first": min(nights), "last": max(nights), "at": at}
    waiting = set(db.session.scalars(_WAITING, asked | {"currency": currency}))
    if not waiting:
        return ()
    rows = select(*_resale.c).where(_resale.c.booking_id.in_(waiting)).order_by(_resale.c.id)
    return db.session.execute(rows.with_for_update() if locked else rows).all()


def _fees_left(given_up: Sequence[Any]) -> Counter[tuple[int, int]]:
    """What each stay still has to pay of its fee, which earlier resales have taken from."""
    left = Counter({(row.booking_id, row.part): row.fee_minor for row in given_up})
    for row in given_up:
        if row.resold_at is not None:
            left[row.booking_id, row.part] -= min(row.paid_minor, row.fetched_minor) - row.refunded_minor
    return left
