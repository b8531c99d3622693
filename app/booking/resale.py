"""How the nights that a guest gave up fare, as the page of the booking shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.booking.models import Booking, Resale
from app.catalogue.models import Location
from app.kernel import clock
from app.store import db


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
