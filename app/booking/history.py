"""The stays of a guest, past and coming."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import select

from app.booking.models import BookedStay, BookedSupper, Booking
from app.catalogue.models import Sitting
from app.kernel.party import Party, party_of
from app.kernel.stay import Stay
from app.store import db

_booking, _stay = Booking.__table__, BookedStay.__table__
_supper, _sitting = BookedSupper.__table__, Sitting.__table__


@dataclass(frozen=True, slots=True)
class OwnStay:
    """One room of one booking, with the hours of its suppers. `version` is the booking's link's."""

    booking_id: int
    version: int
    reference: str
    state: str
    location_id: int
    room_type_id: int
    rate_plan_id: int
    stay: Stay
    party: Party
    suppers: tuple[time, ...]

    @property
    def slept(self) -> bool:
        """The guest was there, or is."""
        return self.state in ("in_house", "departed")

    @property
    def coming(self) -> bool:
        return self.state in ("confirmed", "in_house")


def stays_of_guests(guest_ids: list[int]) -> list[OwnStay]:
    """Every room that these guests booked, the newest arrival first. Two statements."""
    rows = db.session.execute(
        select(
            _booking.c.id.label("booking_id"),
            _booking.c.version,
            _booking.c.reference,
            _booking.c.state,
            _booking.c.location_id,
            *(column for column in _stay.c if column.name != "booking_id"),
        )
        .join(_stay, _stay.c.booking_id == _booking.c.id)
        .where(_booking.c.guest_id.in_(guest_ids))
        .order_by(_booking.c.arrival_on.desc(), _booking.c.id.desc(), _stay.c.part)
    ).all()
    suppers: dict[int, list[time]] = {}
    for stay_id, begins in db.session.execute(
        select(_supper.c.stay_id, _sitting.c.begins)
        .join(_sitting, _sitting.c.id == _supper.c.sitting_id)
        .where(_supper.c.stay_id.in_([row.id for row in rows]))
        .order_by(_supper.c.night)
    ):
        suppers.setdefault(stay_id, []).append(begins)
    return [
        OwnStay(
            row.booking_id,
            row.version,
            row.reference,
            "cancelled" if row.cancelled_at else row.state,
            row.location_id,
            row.room_type_id,
            row.rate_plan_id,
            Stay(row.arrival_on, row.departure_on),
            party_of(row.adults, row.children, row.cots, row.dogs, row.needs),
            tuple(suppers.get(row.id, ())),
        )
        for row in rows
    ]


def next_stay(guest_ids: list[int], today: date) -> OwnStay | None:
    """The stay that comes next, or goes on."""
    coming = [stay for stay in stays_of_guests(guest_ids) if stay.coming and stay.stay.departure >= today]
    return coming[-1] if coming else None
