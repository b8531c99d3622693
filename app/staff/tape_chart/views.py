"""Seeing the chart."""

from __future__ import annotations

from datetime import date

from flask import Response

from app.booking.rooms.chart import chart_of
from app.catalogue.queries import House
from app.identity.staff.rules import Actor, can
from app.inventory.queries import resources
from app.kernel import clock
from app.kernel.words import MONTHS, currency_sign
from app.staff.own_houses import own_houses
from app.staff.rooms.board import STATES
from app.staff.tape_chart.panel import panel_of
from app.staff.tape_chart.rows import table_of
from app.staff.tape_chart.shared import LENGTHS, Window, blueprint, window_of
from app.web.access import staff
from app.web.respond import page, part_wanted

KEY = (
    ("in", "In house"),
    ("due", "Due in today"),
    ("out", "Leaving today"),
    ("booked", "Booked"),
    ("held", "Held"),
    ("block", "Out of order"),
)
PAGE = "staff/tape_chart/chart.html"


@blueprint.get("/staff/<slug:house>/tape-chart")
@staff("run_stays")
def show(actor: Actor, house: House) -> Response:
    """The house's rooms and who has them, and the stay that is chosen."""
    return chart_page(actor, window_of(house))


def chart_page(actor: Actor, window: Window, status: int = 200, **more: object) -> Response:
    """The chart, or the panel of the chosen stay alone where htmx asks for that; `more` is what a move came to."""
    house = window.house
    panel = panel_of(house, window.stay_id, actor) if window.stay_id else None
    context: dict[str, object] = {
        "actor": actor,
        "house": house,
        "window": window,
        "panel": panel,
    }
    if part_wanted() != "stay-panel":
        kinds = {kind.id for kind in house.room_types}
        counted = {kind: resource for kind, resource in resources().of_room_type.items() if kind in kinds}
        chart = chart_of(house.id, counted, window.first, window.until, clock.now())
        today = clock.today(house.timezone)
        context |= {
            "table": table_of(house, chart, today),
            "houses": own_houses(actor, "run_stays"),
            "lengths": LENGTHS,
            "dates": _dates(window.first, window.last, today),
            "shapes": {state: shape for state, (shape, _) in STATES.items()},
            "key": KEY,
            "owing": currency_sign(house.currency),
            "here_url": window.url(),
            "may_close": can(actor, "close_rooms", house),
        }
    return page(PAGE, status, here="tape_chart", **context, **more)


def _dates(first: date, last: date, today: date) -> str:
    """4 to 17 March; 21 November to 4 December; with the year where it is not this one."""
    end = f"{last.day} {MONTHS[last.month - 1]}" + (f" {last.year}" if last.year != today.year else "")
    return f"{first.day} to {end}" if first.month == last.month else f"{first.day} {MONTHS[first.month - 1]} to {end}"
