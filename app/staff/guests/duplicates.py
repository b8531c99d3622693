"""Guests who may be one person, two by two: those of a house, or of every house at which somebody may merge them."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from app.booking.finding import guests_at
from app.catalogue.queries import House
from app.identity.merging import CannotMerge, Somebody, suggest_again, suspected, tell_apart, told_apart
from app.identity.staff.queries import staff_names
from app.identity.staff.rules import Actor
from app.kernel.words import listed
from app.staff.guests.shared import address, beside, blueprint, houses_of, known, merging_at, on_day
from app.staff.guests.show import EVIDENCE
from app.web.access import staff
from app.web.respond import page, see_other

MOST = 50
"""Pairs on the page; the rest is counted."""
ALL = "/staff/guests/duplicates"


@blueprint.get("/staff/<slug:house>/guests/duplicates")
@staff("merge_guests")
def duplicates(actor: Actor, house: House) -> Response:
    """Every two of the house who may be one, and those whom somebody told apart."""
    return _page(actor, house)


@blueprint.get(ALL)
@staff("merge_guests", anywhere=True)
def duplicates_of_all(actor: Actor) -> Response:
    """The same across the houses at which the person may merge guests: the two may be known to different ones."""
    return _page(actor, None)


@blueprint.post("/staff/<slug:house>/guests/<id:guest_id>/apart/<id:other_id>")
@staff("merge_guests")
def apart(actor: Actor, house: House, guest_id: int, other_id: int) -> Response:
    """They are two, and suggested no more."""
    known(house, guest_id)
    beside(actor, house, other_id)
    try:
        tell_apart(guest_id, other_id, actor.staff_id)
    except CannotMerge as refused:
        return _page(actor, house, refused)
    return see_other(_list_of(house))


@blueprint.post("/staff/<slug:house>/guests/<id:guest_id>/apart/<id:other_id>/undo")
@staff("merge_guests")
def again(actor: Actor, house: House, guest_id: int, other_id: int) -> Response:
    """They may be one after all."""
    known(house, guest_id)
    beside(actor, house, other_id)
    suggest_again(guest_id, other_id, actor.staff_id)
    return see_other(_list_of(house))


def _list_of(house: House) -> str:
    """The list that this deed was begun from, as its address says."""
    return ALL if request.args.get("from") == "all" else f"/staff/{house.slug}/guests/duplicates"


def _page(actor: Actor, house: House | None, refused: CannotMerge | None = None) -> Response:
    mine = merging_at(actor)
    among = guests_at([each.id for each in ([house] if house else mine)])
    pairs, two = suspected(among), told_apart(among)
    shown = pairs[:MOST]
    names = staff_names([one.told_by for one in two if one.told_by is not None])
    people = [one.id for pair in shown for one in (pair.one, pair.other)]
    people += [one.id for own in two for one in (own.one, own.other)]
    at = dict.fromkeys(people, house) if house else houses_of(people, mine)
    back = "" if house else "?from=all"
    return page(
        "staff/guests/duplicates.html",
        409 if refused else 200,
        actor=actor,
        house=house,
        here="guests",
        url=f"/staff/{house.slug}/guests" if house else "/staff/guests",
        all_url=ALL if house and len(mine) > 1 else "",
        count=len(pairs),
        pairs=[
            {
                "one": _said(at[pair.one.id], pair.one, house),
                "other": _said(at[pair.other.id], pair.other, house),
                "evidence": listed([EVIDENCE[word] for word in pair.evidence]).capitalize(),
                "compare": f"{address(at[pair.one.id], pair.one.id)}/merge/{pair.other.id}{back}",
                "apart": f"{address(at[pair.one.id], pair.one.id)}/apart/{pair.other.id}{back}",
            }
            for pair in shown
        ],
        two=[
            {
                "names": listed([own.one.name, own.other.name]),
                "by": names.get(own.told_by or 0, "Quince"),
                "day": on_day(own.told_at, at[own.one.id]),
                "again": f"{address(at[own.one.id], own.one.id)}/apart/{own.other.id}/undo{back}",
            }
            for own in two
        ],
        refused=refused,
    )


def _said(at: House, one: Somebody, house: House | None) -> dict[str, str]:
    """Who it is; of several houses, the one that knows them too."""
    reached = ", ".join(filter(None, (one.email, one.phone)))
    return {"name": one.name, "url": address(at, one.id), "reached": reached, "at": "" if house else at.name}
