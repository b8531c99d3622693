"""`/staff/<house>/bookings/<reference>/no-show`: somebody of the house says that nobody came, to all rooms or one."""

from __future__ import annotations

from collections.abc import Sequence

from flask import request
from werkzeug.wrappers import Response

from app.booking.cancellation import kept_of
from app.booking.errors import Stale, WrongState
from app.booking.reception.operations import say_no_show
from app.booking.reception.queries import COMING
from app.booking.reception.rules import no_show_from
from app.booking.reception.standing import StandingStay
from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.kernel import clock
from app.kernel.errors import Refused
from app.staff.arrivals.shared import Desk, blueprint, changed, desk_of, done_by
from app.web.access import staff
from app.web.filters import instant
from app.web.respond import page, see_other

PAGE = "staff/arrivals/no_show.html"
ALL = "all"
Differences = Sequence[tuple[str, str, str]]


@blueprint.get("/staff/<slug:house>/bookings/<reference>/no-show")
@staff("run_stays")
def no_show(actor: Actor, house: House, reference: str) -> Response:
    """What it comes to that nobody came, before somebody says so."""
    return _page(actor, desk_of(house, reference))


@blueprint.post("/staff/<slug:house>/bookings/<reference>/no-show")
@staff("run_stays")
def say_nobody_came(actor: Actor, house: House, reference: str) -> Response:
    """Nobody came: the later nights are on sale again, and what was paid is kept."""
    desk, typed = desk_of(house, reference), request.form.get("part", ALL)
    own = next((one for one in desk.standing.at(COMING) if str(one.part) == typed), None)
    try:
        if own is None and typed != ALL:
            raise Stale
        as_seen = request.form.get("as_seen", "")
        say_no_show(desk.standing.placed.id, as_seen=as_seen, by=actor.staff_id, part=None if own is None else own.part)
    except Refused as refused:
        now = desk_of(house, reference)
        told = isinstance(refused, Stale | WrongState)
        differences = changed(now, request.form.get("words_seen", "")) if told else []
        return _page(actor, now, 409, f"{refused} {done_by(now) if told else ''}".strip(), differences)
    return see_other(f"{desk.url}/no-show?done={'all' if own is None else own.part}")


def _asked(desk: Desk) -> StandingStay | None:
    """The one room of several that is meant; None for all of them.

    Where somebody of the booking is here already it is one, the first that is to come unless another is asked for.
    """
    coming = desk.standing.at(COMING)
    meant = next((own for own in coming if str(own.part) == request.values.get("part")), None)
    if desk.standing.placed.state == "in_house":
        return meant or next(iter(coming), None)
    return meant if len(desk.standing.stays) > 1 else None


def _page(
    actor: Actor,
    desk: Desk,
    status: int = 200,
    refused: str = "",
    differences: Differences = (),
) -> Response:
    placed, zone = desk.standing.placed, desk.house.timezone
    own, coming = _asked(desk), desk.standing.at(COMING)
    arrival = placed.basket.arrival if own is None else own.placed.chosen.stay.arrival
    may_from = no_show_from(arrival, zone)
    kept = max(0, placed.purse.at_hand_minor) if own is None else kept_of(placed.id, desk.house.id, own.part)
    rooms = [(str(one.part), desk.door_words(one)) for one in coming]
    if placed.state == "confirmed":
        rooms.insert(0, (ALL, "All of them"))
    return page(
        PAGE,
        status,
        actor=actor,
        house=desk.house,
        here="arrivals",
        desk=desk,
        refused=refused,
        differences=differences,
        open=placed.state == "confirmed" or own is not None,
        may=clock.now() >= may_from,
        may_from=instant(may_from, zone),
        kept=desk.text(kept) if kept else "",
        over=placed.state == "no_show",
        gone=_gone(desk),
        rooms=rooms if len(desk.standing.stays) > 1 else [],
        part=ALL if own is None else str(own.part),
        one=desk.door_words(own) if own is not None else "",
        done="done" in request.args,
    )


def _gone(desk: Desk) -> str:
    """The number of the room to which, as the address says, nobody came just now; empty where it is none."""
    asked = request.args.get("done", "")
    missed = {str(one.part) for one in desk.standing.placed.stays if one.no_show_at is not None}
    return str(int(asked) + 1) if asked in missed else ""
