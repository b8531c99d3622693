"""What the pages about guests share: who may see whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint

from app.booking.finding import FoundBooking, bookings_of
from app.catalogue.queries import House
from app.identity.people import Person, person
from app.identity.staff.rules import Actor
from app.kernel.words import dated
from app.staff.own_houses import own_houses
from app.web.respond import not_found

blueprint = Blueprint("staff_guests", __name__)


def address(house: House, guest_id: int) -> str:
    """Where the page of a guest is."""
    return f"/staff/{house.slug}/guests/{guest_id}"


def on_day(instant: datetime, house: House) -> str:
    """The day of an instant on the house's calendar."""
    return dated(instant.astimezone(ZoneInfo(house.timezone)).date())


def known(house: House, guest_id: int) -> tuple[Person, tuple[FoundBooking, ...]]:
    """The guest with every booking of theirs in any house, for a house where they have or had one.

    All others, and the forgotten, are a 404.
    """
    _, found, bookings = _known_at([house], guest_id)
    return found, bookings


def beside(actor: Actor, house: House, guest_id: int) -> tuple[House, Person, tuple[FoundBooking, ...]]:
    """Somebody who is laid beside a guest of this house: known here, or at another house where the actor may merge.

    Answers the house, this one first, with what `known` answers; 404 for all others.
    """
    return _known_at([house, *merging_at(actor)], guest_id)


def merging_at(actor: Actor) -> list[House]:
    """The houses whose guests this person may merge, with each other's too."""
    return own_houses(actor, "merge_guests")


def houses_of(guest_ids: Sequence[int], houses: Sequence[House]) -> dict[int, House]:
    """One of these houses that knows each of the guests: where they are or were last."""
    found: dict[int, House] = {}
    own = {house.id: house for house in houses}
    for one in bookings_of(guest_ids):
        if one.guest_id is not None and one.location_id in own:
            found.setdefault(one.guest_id, own[one.location_id])
    return found


def _known_at(houses: Sequence[House], guest_id: int) -> tuple[House, Person, tuple[FoundBooking, ...]]:
    found = person(guest_id)
    if found is None or found.erased_at is not None:
        raise not_found()
    bookings = bookings_of([guest_id])
    at = {one.location_id for one in bookings}
    house = next((house for house in houses if house.id in at), None)
    if house is None:
        raise not_found()
    return house, found, bookings
