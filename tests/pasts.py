"""Bookings of guests as they stand after the fact, row by row: for tests of what is known from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from sqlalchemy import insert, select

from app.booking.models import BookedExtra, BookedStay, BookedSupper, Booking, FolioLine
from app.identity.models import Guest
from app.journal import record
from app.pricing.models import Quote
from app.store import db, transaction, write
from tests.builders import House, add

_number = count(1)
STATES = {
    "confirmed": (),
    "in_house": ("checked_in_at",),
    "departed": ("checked_in_at", "checked_out_at"),
    "cancelled": ("cancelled_at",),
    "no_show": ("no_show_at",),
}


@dataclass(frozen=True)
class Past:
    """A booking to be written. `suppers` are the first nights, `extras` slugs."""

    arrival: date
    nights: int = 2
    room: str = "snug"
    state: str = "departed"
    lead: int = 30
    adults: int = 2
    children: str = ""
    dogs: int = 0
    suppers: int = 0
    extras: tuple[str, ...] = ()
    charged_minor: int = 40_000


def guest(name: str = "Anna Whitlock", **columns: object) -> int:
    return add(Guest(name=name, language="en", created_at=datetime(2024, 1, 1, tzinfo=UTC), **columns))


def past(house: House, guest_id: int | None, own: Past, *, noted: bool = True) -> int:
    """The id of the booking; the journal says that it was made unless `noted` is False."""
    return transaction(lambda: _write(house, guest_id, own, noted))


def pasts(house: House, guest_id: int | None, arrivals: Iterable[date], **columns: object) -> list[int]:
    """Stays on these days that are alike."""
    return [past(house, guest_id, Past(arrival, **columns)) for arrival in arrivals]  # type: ignore[arg-type]


def _write(house: House, guest_id: int | None, own: Past, noted: bool) -> int:
    at = {name: _noon(own.arrival) for name in STATES[own.state]}
    number = next(_number)
    booked_at = _noon(own.arrival - timedelta(days=own.lead))
    departure = own.arrival + timedelta(days=own.nights)
    columns = {
        "reference": f"P{number:07}", "location_id": house.id, "quote_id": _quote(house), "guest_id": guest_id,
        "state": own.state, "source": "import", "currency": "GBP", "arrival_on": own.arrival,
        "departure_on": departure, "terms_version": 1, "booked_at": booked_at, **at,
    }  # fmt: skip
    booking_id = int(write(insert(Booking.__table__).returning(Booking.id), columns).scalar_one())
    stay = {
        "booking_id": booking_id, "room_type_id": house.room_types[own.room], "rate_plan_id": house.plans["flexible"],
        "arrival_on": own.arrival, "departure_on": departure, "adults": own.adults, "children": own.children,
        "dogs": own.dogs, "cancelled_at": at.get("cancelled_at"),
    }  # fmt: skip
    stay_id = int(write(insert(BookedStay.__table__).returning(BookedStay.id), stay).scalar_one())
    sitting_id = next(iter(house.sittings.values()))
    suppers = [
        {"stay_id": stay_id, "night": own.arrival + timedelta(days=n), "sitting_id": sitting_id, "covers": own.adults}
        for n in range(own.suppers)
    ]
    extras = [{"stay_id": stay_id, "extra_id": house.extras[slug], "count": 1} for slug in own.extras]
    charge = {
        "booking_id": booking_id, "kind": "charge", "part": 0, "label": "Room", "amount_minor": own.charged_minor,
        "currency": "GBP", "written_at": booked_at,
    }  # fmt: skip
    for model, rows in ((BookedSupper, suppers), (BookedExtra, extras), (FolioLine, [charge])):
        if rows:
            write(insert(model.__table__), rows)
    if noted:
        record("booked", "booking", booking_id, location_id=house.id, at=booked_at)
    return booking_id


def _quote(house: House) -> int:
    """A quote of the house for nothing, shared by all."""
    found = db.session.execute(
        select(Quote.id).where(Quote.location_id == house.id, Quote.policy == "past").limit(1)
    ).scalar()
    row = {
        "location_id": house.id, "currency": "GBP", "total_minor": 0, "due_now_minor": 0, "policy": "past",
        "terms_version": 1, "made_at": datetime(2024, 1, 1, tzinfo=UTC),
    }  # fmt: skip
    return found or int(write(insert(Quote.__table__).returning(Quote.id), row).scalar_one())


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
