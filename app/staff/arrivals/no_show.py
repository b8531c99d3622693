"""`/staff/<house>/bookings/<reference>/no-show`: somebody of the house says that nobody came."""

from __future__ import annotations

from collections.abc import Sequence

from flask import request
from werkzeug.wrappers import Response

from app.booking.errors import Stale, WrongState
from app.booking.reception.operations import say_no_show
from app.booking.reception.rules import no_show_from
from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.kernel import clock
from app.kernel.errors import Refused
from app.staff.arrivals.shared import Desk, blueprint, changed, desk_of, done_by
from app.web.access import staff
from app.web.filters import instant
from app.web.respond import page, see_other

PAGE = "staff/arrivals/no_show.html"
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
    desk = desk_of(house, reference)
    try:
        say_no_show(desk.standing.placed.id, as_seen=request.form.get("as_seen", ""), by=actor.staff_id)
    except Refused as refused:
        now = desk_of(house, reference)
        told = isinstance(refused, Stale | WrongState)
        differences = changed(now, request.form.get("words_seen", "")) if told else []
        return _page(actor, now, 409, f"{refused} {done_by(now) if told else ''}".strip(), differences)
    return see_other(f"{desk.url}/no-show?done=1")


def _page(
    actor: Actor,
    desk: Desk,
    status: int = 200,
    refused: str = "",
    differences: list[tuple[str, str, str]] | None = None,
) -> Response:
    placed, zone = desk.standing.placed, desk.house.timezone
    may_from = no_show_from(placed.basket.arrival, zone)
    kept = max(0, placed.purse.at_hand_minor)
    return page(
        PAGE,
        status,
        actor=actor,
        house=desk.house,
        here="arrivals",
        desk=desk,
        refused=refused,
        differences=differences,
        open=placed.state == "confirmed",
        may=clock.now() >= may_from,
        may_from=instant(may_from, zone),
        kept=desk.text(kept) if kept else "",
        over=placed.state == "no_show",
        done="done" in request.args,
    )
