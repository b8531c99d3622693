"""`/staff/<house>/guests/duplicates`: guests of a house who may be one person, two by two."""

from __future__ import annotations

from werkzeug.wrappers import Response

from app.booking.finding import guests_at
from app.catalogue.queries import House
from app.identity.merging import CannotMerge, Somebody, suggest_again, suspected, tell_apart, told_apart
from app.identity.staff.queries import staff_names
from app.identity.staff.rules import Actor
from app.kernel.words import dated, listed
from app.staff.guests.shared import address, blueprint, known
from app.staff.guests.show import EVIDENCE
from app.web.access import staff
from app.web.respond import page, see_other

MOST = 50
"""Pairs on the page; the rest is counted."""


@blueprint.get("/staff/<slug:house>/guests/duplicates")
@staff("merge_guests")
def duplicates(actor: Actor, house: House) -> Response:
    """Every two who may be one, and those whom somebody told apart."""
    return _page(actor, house)


@blueprint.post("/staff/<slug:house>/guests/<id:guest_id>/apart/<id:other_id>")
@staff("merge_guests")
def apart(actor: Actor, house: House, guest_id: int, other_id: int) -> Response:
    """They are two, and suggested no more."""
    known(house, guest_id)
    known(house, other_id)
    try:
        tell_apart(guest_id, other_id, actor.staff_id)
    except CannotMerge as refused:
        return _page(actor, house, refused)
    return see_other(f"/staff/{house.slug}/guests/duplicates")


@blueprint.post("/staff/<slug:house>/guests/<id:guest_id>/apart/<id:other_id>/undo")
@staff("merge_guests")
def again(actor: Actor, house: House, guest_id: int, other_id: int) -> Response:
    """They may be one after all."""
    known(house, guest_id)
    known(house, other_id)
    suggest_again(guest_id, other_id, actor.staff_id)
    return see_other(f"/staff/{house.slug}/guests/duplicates")


def _page(actor: Actor, house: House, refused: CannotMerge | None = None) -> Response:
    among = guests_at([house.id])
    pairs, two = suspected(among), told_apart(among)
    names = staff_names([one.told_by for one in two if one.told_by is not None])
    return page(
        "staff/guests/duplicates.html",
        409 if refused else 200,
        actor=actor,
        house=house,
        here="guests",
        url=f"/staff/{house.slug}/guests",
        count=len(pairs),
        pairs=[
            {
                "one": _said(house, pair.one),
                "other": _said(house, pair.other),
                "evidence": listed([EVIDENCE[word] for word in pair.evidence]).capitalize(),
                "compare": f"{address(house, pair.one.id)}/merge/{pair.other.id}",
                "apart": f"{address(house, pair.one.id)}/apart/{pair.other.id}",
            }
            for pair in pairs[:MOST]
        ],
        two=[
            {
                "names": listed([own.one.name, own.other.name]),
                "by": names.get(own.told_by or 0, "Quince"),
                "day": dated(own.told_at.date()),
                "again": f"{address(house, own.one.id)}/apart/{own.other.id}/undo",
            }
            for own in two
        ],
        refused=refused,
    )


def _said(house: House, one: Somebody) -> dict[str, str]:
    return {"name": one.name, "url": address(house, one.id), "reached": ", ".join(filter(None, (one.email, one.phone)))}
