"""`/staff/<house>/bookings/<reference>/departure`: leaving earlier or later, with what it comes to shown first."""

from __future__ import annotations

from dataclasses import replace

from flask import request
from werkzeug.wrappers import Response

from app.booking.amendment import AmendmentOffer
from app.booking.errors import CannotBeSold, PriceChanged, Stale, WrongState
from app.booking.reception.operations import change_departure
from app.booking.rooms.errors import DoorTaken, NotSuited
from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.inventory import SoldOut
from app.inventory.errors import RoomClosed, RoomTaken
from app.staff.arrivals.departing import Departing, number_of
from app.staff.arrivals.shared import blueprint, desk_of
from app.staff.compared import compared
from app.web.access import staff
from app.web.comparison import Comparison
from app.web.proof import proof_where
from app.web.respond import page, see_other

PAGE = "staff/arrivals/departure.html"


@blueprint.get("/staff/<slug:house>/bookings/<reference>/departure")
@staff("run_stays")
def departure(actor: Actor, house: House, reference: str) -> Response:
    """The day on which they leave, and what another one comes to as the address asks."""
    return _page(Departing(actor, desk_of(house, reference), request.args))


@blueprint.post("/staff/<slug:house>/bookings/<reference>/departure")
@staff("run_stays")
def change(actor: Actor, house: House, reference: str) -> Response:
    """They leave on the other day, as it was shown; or 409 with what is different.

    Where money goes back the second factor is asked for again.
    """
    return _change(Departing(actor, desk_of(house, reference), request.form))


def _page(asked: Departing, status: int = 200, refused: str = "") -> Response:
    offer, lacking = asked.priced()
    if asked.problem:
        status = 422
    own = asked.own
    return page(
        PAGE,
        status,
        actor=asked.actor,
        house=asked.desk.house,
        here="arrivals",
        desk=asked.desk,
        own=own,
        stays=[(one.part, asked.desk.door_words(one), one is own) for one in asked.stays],
        until=asked.asked.get("until", "") if asked.problem else (asked.until or "") and str(asked.until),
        leaves=own.placed.chosen.stay.departure if own else None,
        earliest=asked.earliest(),
        problem=asked.problem,
        has_errors=bool(asked.problem),
        refused=refused,
        lacking=lacking,
        instead=list(asked.instead()) if lacking else [],
        compared=_compared(asked, offer) if offer else None,
        hidden=asked.hidden(),
        late=asked.late,
        late_text=asked.desk.text(asked.late.price_minor) if asked.late else "",
        stays_late=asked.stays_late,
        doors=asked.doors if offer else [],
        door=asked.door() if offer else None,
        neighbour=asked.neighbour() if offer else None,
        closed=bool(offer and asked.kept_door() and not asked.neighbour() and not asked.door()),
        done="done" in request.args,
    )


def _change(asked: Departing) -> Response:
    """Makes the change, or shows what is different."""
    if asked.problem or asked.own is None or asked.until is None:
        return _page(asked, 422 if asked.own else 409)
    if (ask := proof_where(lambda: _gives_back(asked), asked.actor, asked.desk.house)) is not None:
        return ask
    seen, revision = (number_of(asked.asked.get(name, "")) for name in ("seen", "seen_revision"))
    try:
        if seen is None or revision is None:
            raise Stale
        change_departure(
            asked.desk.standing.placed.id,
            asked.basket(),
            doors=asked.chosen_door(),
            seen_minor=seen,
            seen_revision=revision,
            by=asked.actor.staff_id,
        )
    except PriceChanged as changed:
        old, new = (asked.desk.text(minor) for minor in (changed.old_minor, changed.new_minor))
        return _again(asked, f"The price has changed from {old} to {new}. Nothing was done; look again.")
    except (Stale, SoldOut, CannotBeSold, WrongState, RoomTaken, RoomClosed, NotSuited, DoorTaken) as refused:
        return _again(asked, str(refused))
    return see_other(f"{asked.desk.url}/departure?done=1")


def _gives_back(asked: Departing) -> bool:
    offer, _ = asked.priced()
    return offer is not None and offer.refund_minor > 0


def _again(asked: Departing, sentence: str) -> Response:
    again = desk_of(asked.desk.house, asked.desk.standing.placed.reference)
    return _page(Departing(asked.actor, again, asked.asked), 409, sentence)


def _compared(asked: Departing, offer: AmendmentOffer) -> Comparison:
    """Both prices, the button with what it does to the stay."""
    verb = "Extend the stay" if asked.added else "Give the nights back"
    if offer.changed == ("extras",):
        verb = "Let them leave later"
    kept = sum(lost.kept_minor for lost in offer.given_up)
    difference = offer.difference_minor + kept
    words = f", {asked.desk.text(abs(difference))} {'more' if difference > 0 else 'less'}" if difference else ""
    words = words or (", nothing comes off" if kept else "")
    shown = compared(asked.desk.standing.placed, offer)
    return replace(shown, act_label=f"{verb}{words}", terms="")
