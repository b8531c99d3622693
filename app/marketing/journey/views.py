"""The journey from dreaming to coming back, and what is done about it."""

from __future__ import annotations

from flask import Blueprint, Response, current_app

from app.identity.staff.rules import Actor, can, can_anywhere
from app.kernel import clock
from app.marketing.actions.rows import action_rows
from app.marketing.asked import Asked, asked, asked_file
from app.marketing.files import table_file
from app.marketing.journey.columns import Map, map_of
from app.marketing.journey.files import SIDES
from app.marketing.journey.priorities import priorities
from app.marketing.journey.sides import heard_rows, promise_rows, pulse_rows, sold_rows
from app.marketing.shown import shown
from app.plan.actions import Counted
from app.plan.journey import WHOSE, Moments, heard, moments_of_truth, touchpoints
from app.web.access import staff
from app.web.csv_file import csv_file

blueprint = Blueprint("journey", __name__)
HEAD = ("phase", "figure", "value", "low", "high", "n", "explains_of_nps", "moment_of_truth", "evidence")


@blueprint.get("/marketing/journey")
@staff("read_measures", anywhere=True)
def show(actor: Actor) -> Response:
    """The map, the promises of the houses, what they sold, what else was heard, how work feels, and the plan."""
    found = asked(actor)
    count = Counted()
    drawn, moments = _map(found, count)
    today = clock.today(_zone())
    houses = [house for house in found.houses if found.typed["house"] in ("", house.slug)]
    told = heard(found.filters)
    months, pulse = pulse_rows(houses, today)
    return shown(
        "marketing/journey/journey.html",
        actor,
        found,
        "journey",
        map=drawn,
        moments=moments,
        whose=WHOSE,
        promises=promise_rows(houses, found.filters, count),
        houses=houses,
        heard=heard_rows(told),
        unsorted=told.unsorted,
        priorities=priorities(moments),
        sold=sold_rows(moments.sold),
        months=months,
        pulse=pulse,
        rows=action_rows(found.filters.location_ids, today),
        may_plan=can_anywhere(actor, "keep_plan"),
        may_draw=can(actor, "keep_group_plan"),
    )


@blueprint.get("/marketing/journey.csv")
@staff("read_measures", anywhere=True, proven=True)
def download(actor: Actor) -> Response:
    """The map as a file, a line for every figure of every phase; another table of the page where `table` names it."""
    found = asked_file(actor, table=SIDES)
    if found.own["table"]:
        return table_file(found, SIDES[found.own["table"]](found, clock.today(_zone())))
    drawn, _ = _map(found, Counted())
    lines = [
        (
            column.phase.name, cell.name, cell.figure.value, cell.figure.low, cell.figure.high, cell.n, column.share,
            "yes" if column.moment else "no", "; ".join(one.words for one in column.evidence),
        )
        for column in drawn.columns
        for cell in column.figures
    ]  # fmt: skip
    days = found.filters
    return csv_file(f"journey-{days.since_on}-{days.until_on}.csv", HEAD, lines)


def _map(found: Asked, count: Counted) -> tuple[Map, Moments]:
    moments = moments_of_truth(found.filters, _zone())
    return map_of(found.filters, moments, touchpoints(), count), moments


def _zone() -> str:
    zone: str = current_app.config["SETTINGS"].group_timezone
    return zone
