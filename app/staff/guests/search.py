"""Looking for a guest."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, request

from app.booking.finding import bookings_of, guests_at
from app.catalogue.queries import House, catalogue
from app.identity.people import find_people
from app.identity.staff.rules import Actor, can, places
from app.staff.guests.shared import address, blueprint
from app.web.access import staff
from app.web.forms import clean_line
from app.web.respond import page

LONGEST = 120
SHORTEST = 2


@blueprint.get("/staff/<slug:house>/guests")
@staff("see_guests")
def of_house(actor: Actor, house: House) -> Response:
    """Those who have or had a booking in the house."""
    return _list(actor, house)


@blueprint.get("/staff/guests")
@staff("see_guests", anywhere=True)
def of_all(actor: Actor) -> Response:
    """Those of every house at which the person may see guests."""
    return _list(actor, None)


def houses_of(guest_ids: Sequence[int], location_ids: Sequence[int]) -> dict[int, House]:
    """One of these houses that knows each of the guests: where they are or were last."""
    found: dict[int, House] = {}
    for one in bookings_of(guest_ids):
        if one.guest_id is not None and one.location_id in location_ids:
            found.setdefault(one.guest_id, catalogue().by_id[one.location_id])
    return found


def _list(actor: Actor, house: House | None) -> Response:
    q = clean_line(request.args.get("q", ""))[:LONGEST]
    own = [house.id] if house else places(actor, "see_guests", (each.id for each in catalogue().houses))
    people = find_people(q, guests_at(own)) if len(q) >= SHORTEST else []
    at = {one.id: house for one in people} if house else houses_of([one.id for one in people], own)
    return page(
        "staff/guests/list.html",
        actor=actor,
        house=house,
        here="guests",
        q=q,
        asked=len(q) >= SHORTEST,
        path=f"/staff/{house.slug}/guests" if house else "/staff/guests",
        people=[(address(known_at, one.id), one) for one in people if (known_at := at.get(one.id))],
        most=len(people) == 50,
        duplicates_url=f"/staff/{house.slug}/guests/duplicates" if house and can(actor, "merge_guests", house) else "",
    )
