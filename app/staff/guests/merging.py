"""Two guests side by side, merged by a person, taken apart at a click."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from app.booking.finding import FoundBooking
from app.catalogue.closed import house_of
from app.catalogue.queries import House
from app.identity.merging import CannotMerge, alike, merge_guests, merges_of, undo_merge
from app.identity.people import Person
from app.identity.queries import consents_of, preferences_of
from app.identity.staff.rules import Actor
from app.kernel.words import listed
from app.staff.guests.shared import address, beside, blueprint, houses_of, known, on_day
from app.staff.guests.show import EVIDENCE, figures, guest_page
from app.web.access import staff
from app.web.respond import not_found, page, see_other


@blueprint.get("/staff/<slug:house>/guests/<id:guest_id>/merge/<id:other_id>")
@staff("merge_guests")
def compare(actor: Actor, house: House, guest_id: int, other_id: int) -> Response:
    """Both, side by side."""
    return _page(actor, house, guest_id, other_id)


@blueprint.post("/staff/<slug:house>/guests/<id:guest_id>/merge/<id:other_id>")
@staff("merge_guests")
def merge(actor: Actor, house: House, guest_id: int, other_id: int) -> Response:
    """The other one is this guest from now on."""
    known(house, guest_id)
    beside(actor, house, other_id)
    try:
        merge_guests(guest_id, other_id, actor.staff_id)
    except CannotMerge as refused:
        return _page(actor, house, guest_id, other_id, refused)
    return see_other(f"{address(house, guest_id)}#merges")


@blueprint.post("/staff/<slug:house>/guests/<id:guest_id>/merges/<id:merge_id>/undo")
@staff("merge_guests")
def undo(actor: Actor, house: House, guest_id: int, merge_id: int) -> Response:
    """They are two again, exactly as they were; the way leads to whichever of them this house knows."""
    found, bookings = known(house, guest_id)
    if merge_id not in {one.merge_id for one in merges_of(guest_id)}:
        raise not_found()
    try:
        both = undo_merge(merge_id, actor.staff_id)
    except CannotMerge as refused:
        return guest_page(actor, house, found, bookings, status=409, refused=refused)
    here = houses_of(both, [house])
    return see_other(next((address(house, one) for one in both if one in here), f"/staff/{house.slug}/guests"))


def _page(actor: Actor, house: House, guest_id: int, other_id: int, refused: CannotMerge | None = None) -> Response:
    kept, (there, other, bookings) = known(house, guest_id), beside(actor, house, other_id)
    back = "?from=all" if request.args.get("from") == "all" else ""
    evidence = next((one.evidence for one in alike(guest_id) if one.id == other_id), ())
    return page(
        "staff/guests/merge.html",
        409 if refused else 200,
        actor=actor,
        house=house,
        here="guests",
        url=address(house, guest_id),
        act=f"{address(house, guest_id)}/merge/{other_id}",
        other_way=f"{address(there, other_id)}/merge/{guest_id}{back}",
        apart=f"{address(house, guest_id)}/apart/{other_id}{back}",
        sides=[_side(*kept, house), _side(other, bookings, there)],
        evidence=" and ".join(EVIDENCE[word] for word in evidence),
        refused=refused,
    )


def _side(found: Person, bookings: tuple[FoundBooking, ...], house: House) -> dict[str, str]:
    """One of the two, row by row."""
    sums = figures(bookings, house)
    return {
        "Name": found.name,
        "Mail": found.email or "none",
        "Telephone": found.phone or "none",
        "Known since": on_day(found.created_at, house),
        "Bookings": str(len(bookings)),
        "Houses": listed(sorted({house_of(one.location_id).name for one in bookings})),
        "Stays": sums.stays,
        "Nights": sums.nights,
        "Spent": sums.spent,
        "When": sums.last,
        "Remembered": str(len([one for one in preferences_of([found.id]) if one.value])),
        "Agreed to": ", ".join(one.channel for one in consents_of([found.id]) if one.given) or "nothing",
    }
