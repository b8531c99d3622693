"""Who comes with a booking, as its page and the kitchen need it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.booking.models import BookedStay, Booking
from app.booking.people.models import Allergy, RegisterEntry
from app.booking.people.rules import LEFT_EARLY, CannotEat, Entry, Key
from app.kernel.party import ages_of
from app.store import db


@dataclass(frozen=True, slots=True)
class KnownAllergy:
    """What one person cannot eat; `read_at` is when the kitchen read it as it stands now."""

    cannot_eat: CannotEat
    consented_at: datetime
    read_at: datetime | None


def register_of(booking_id: int) -> dict[Key, Entry]:
    """The register's entries of those who come with a booking; one statement."""
    columns = [getattr(RegisterEntry, field.name) for field in fields(Entry)]
    mine = (RegisterEntry.booking_id == booking_id, RegisterEntry.number <= LEFT_EARLY)
    query = select(RegisterEntry.part, RegisterEntry.number, *columns).where(*mine)
    return {(part, number): Entry(*row) for part, number, *row in db.session.execute(query)}


def allergies_of(booking_id: int) -> dict[Key, KnownAllergy]:
    """What the people of a booking cannot eat, without those whom a change of the booking left out; one statement."""
    stay = BookedStay.__table__
    rows = db.session.execute(
        select(stay.c.part, stay.c.adults, stay.c.children, stay.c.cots, *Allergy.__table__.c)
        .join(Allergy, Allergy.stay_id == stay.c.id)
        .where(stay.c.booking_id == booking_id, stay.c.cancelled_at.is_(None))
        .order_by(stay.c.part, Allergy.number)
    )
    coming = [row for row in rows if row.number <= heads_of(row)]
    return {(row.part, row.number): KnownAllergy(said(row), row.consented_at, row.read_at) for row in coming}


def kept_allergies(booking_id: int, guest_ids: Sequence[int]) -> dict[Key, CannotEat]:
    """What one of these guests, who booked this, keeps for the next stays, as said of the newest other stay.

    Only for pages that know who is asking: whoever holds a booking's link may be anybody.
    """
    this = aliased(Booking)
    rows = db.session.execute(
        select(Booking.id.label("booking"), BookedStay.part, *Allergy.__table__.c)
        .join(BookedStay, BookedStay.id == Allergy.stay_id)
        .join(Booking, Booking.id == BookedStay.booking_id)
        .join(this, (this.id == booking_id) & this.guest_id.in_(guest_ids))
        .where(Booking.guest_id.in_(guest_ids), Booking.id != booking_id, Allergy.kept)
        .order_by(Booking.arrival_on.desc(), Booking.id.desc())
    ).all()
    return {(row.part, row.number): said(row) for row in rows if row.booking == rows[0].booking}


@dataclass(frozen=True, slots=True)
class KeptAllergy:
    """What a guest keeps for the next stays, and the arrival of the stay for which it was said last."""

    id: int
    cannot_eat: CannotEat
    arrival_on: date


def allergies_kept_by(guest_ids: Sequence[int]) -> list[KeptAllergy]:
    """Everything that these guests keep beyond a stay, once where it was said for several; one statement."""
    rows = db.session.execute(
        select(BookedStay.arrival_on, *Allergy.__table__.c)
        .join(BookedStay, BookedStay.id == Allergy.stay_id)
        .join(Booking, Booking.id == BookedStay.booking_id)
        .where(Booking.guest_id.in_(guest_ids), Allergy.kept)
        .order_by(BookedStay.arrival_on, Allergy.id)
    )
    newest = {said(row): KeptAllergy(row.id, said(row), row.arrival_on) for row in rows}
    return list(newest.values())


def heads_of(row: Any) -> int:
    """How many people sleep in a stay, infants too."""
    return int(row.adults) + len(ages_of(row.children)) + int(row.cots)


def said(row: object) -> CannotEat:
    """A row of the table as what it says."""
    values = {name: getattr(row, name) for name in ("person", "allergens", "severity", "words", "kept")}
    words = tuple(word for word in values.pop("allergens").split(", ") if word)
    return CannotEat(allergens=words, **values)
