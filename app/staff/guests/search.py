"""Looking for a guest."""

from __future__ import annotations

from flask import Response, request

from app.booking.finding import guests_at
from app.catalogue.queries import House
from app.identity.people import find_people
from app.identity.staff.rules import Actor, can, can_anywhere
from app.staff.guests.shared import address, blueprint, houses_of
from app.staff.own_houses import own_houses
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


def _list(actor: Actor, house: House | None) -> Response:
    q = clean_line(request.args.get("q", ""))[:LONGEST]
    own = [house] if house else own_houses(actor, "see_guests")
    people = find_people(q, guests_at([each.id for each in own])) if len(q) >= SHORTEST else []
    at = {one.id: house for one in people} if house else houses_of([one.id for one in people], own)
    merges = can(actor, "merge_guests", house) if house else can_anywhere(actor, "merge_guests")
    path = f"/staff/{house.slug}/guests" if house else "/staff/guests"
    return page(
        "staff/guests/list.html",
        actor=actor,
        house=house,
        here="guests",
        q=q,
        asked=len(q) >= SHORTEST,
        path=path,
        people=[(address(known_at, one.id), one) for one in people if (known_at := at.get(one.id))],
        most=len(people) == 50,
        duplicates_url=f"{path}/duplicates" if merges else "",
    )
