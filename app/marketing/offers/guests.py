"""Whom a preview is for: found by name or mail by those who may see guests, by a booking's reference by all."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.booking.finding import bookings_of, guests_at
from app.booking.models import Booking
from app.catalogue.closed import house_of
from app.catalogue.queries import catalogue
from app.identity.people import find_people
from app.identity.staff.rules import Actor, can, places
from app.kernel.reference import read_reference
from app.kernel.words import short_day
from app.marketing.offers.shared import own_houses
from app.offers.decisions.queries import people_of
from app.store import db

MOST = 12
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Somebody:
    """A guest by a booking of theirs. `name` is what this person may call them, `about` where and when they booked."""

    guest_ids: tuple[int, ...]
    reference: str
    name: str
    about: str


def somebody(actor: Actor, typed: str) -> Somebody | None:
    """The guest of the booking with that reference at a house whose offers the actor runs; None where there is none."""
    reference = read_reference(typed[:40]) if typed else None
    if reference is None:
        return None
    own = [house.id for house in own_houses(actor)]
    row = db.session.execute(
        select(Booking.guest_id, Booking.location_id, Booking.arrival_on).where(
            Booking.reference == reference, Booking.location_id.in_(own), Booking.guest_id.is_not(None)
        )
    ).one_or_none()
    if row is None or row.guest_id is None:
        return None
    house = house_of(row.location_id)
    known = [one for one in bookings_of([row.guest_id]) if one.reference == reference]
    name = known[0].guest_name if known and can(actor, "see_guests", house) else f"The guest of {reference}"
    about = f"{house.name}, {short_day(row.arrival_on)} {row.arrival_on.year}"
    return Somebody(tuple(people_of(row.guest_id)), reference, name, about)


def sees_names(actor: Actor) -> bool:
    """Whether names and mails find anybody for this person."""
    return bool(_named(actor))


def found_guests(actor: Actor, typed: str) -> list[Somebody]:
    """Guests that fit what was typed, each by their newest booking at one of the actor's houses."""
    by_reference = somebody(actor, typed)
    if by_reference is not None:
        return [by_reference]
    own = _named(actor)
    if not own or len(typed) < SHORTEST:
        return []
    people = find_people(typed, guests_at(own), MOST)
    newest: dict[int, Somebody] = {}
    for booking in bookings_of([person.id for person in people]):
        if booking.guest_id is not None and booking.location_id in own:
            about = f"{house_of(booking.location_id).name}, {short_day(booking.arrival_on)} {booking.arrival_on.year}"
            newest.setdefault(booking.guest_id, Somebody((), booking.reference, booking.guest_name, about))
    return [newest[person.id] for person in people if person.id in newest]


def _named(actor: Actor) -> set[int]:
    """The houses at which they see guests."""
    return set(places(actor, "see_guests", (house.id for house in catalogue().houses)))
