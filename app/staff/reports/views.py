"""The report of one house, or of all at which somebody may read it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, current_app, request

from app.catalogue.queries import House, catalogue
from app.identity.staff.rules import Actor, can
from app.insight.funnel import denied
from app.insight.performance import DEFINITIONS, Performance, nights_sold, on_the_books, stays_arriving
from app.insight.period import Filters
from app.kernel import clock
from app.kernel.words import dated
from app.staff.own_houses import some_houses
from app.staff.reports.asked import Asked, offered, read_period
from app.staff.reports.tables import Table, guests_by_house, lost_by_reason, one_currency, trade_by_house, trade_by_time
from app.web.access import staff
from app.web.csv_file import csv_file
from app.web.respond import not_found, page

blueprint = Blueprint("reports", __name__)


@blueprint.get("/staff/reports")
@staff("see_reports", anywhere=True)
def show_all(actor: Actor) -> Response:
    """All houses of this person together and side by side."""
    return _report(actor, None)


@blueprint.get("/staff/<slug:house>/reports")
@staff("see_reports")
def show(actor: Actor, house: House) -> Response:
    """One house."""
    return _report(actor, house)


@blueprint.get("/staff/reports.csv")
@staff("see_reports", anywhere=True, proven=True)
def download_all(actor: Actor) -> Response:
    """A table of the report over all houses, named by `table`."""
    return _file(actor, None)


@blueprint.get("/staff/<slug:house>/reports.csv")
@staff("see_reports", proven=True)
def download(actor: Actor, house: House) -> Response:
    """A table of the report of one house, named by `table`."""
    return _file(actor, house)


def _report(actor: Actor, house: House | None) -> Response:
    houses = [house] if house else some_houses(actor, "see_reports")
    today = clock.today(houses[0].timezone)
    asked = read_period(request.args, today)
    return page(
        "staff/reports/reports.html",
        422 if asked.problem else 200,
        actor=actor,
        house=house,
        here="reports",
        can_close=house is not None and can(actor, "close_day", house),
        asked=asked,
        has_errors=bool(asked.problem),
        period_words=f"{dated(asked.period.first)} to {dated(asked.period.last)}",
        offered=offered(today),
        tables=_tables(actor, houses, asked),
        definitions=DEFINITIONS,
        base=f"/staff/{house.slug}/reports" if house else "/staff/reports",
    )


def _file(actor: Actor, house: House | None) -> Response:
    name = request.args.get("table", "trade")
    houses = [house] if house else some_houses(actor, "see_reports")
    asked = read_period(request.args, clock.today(houses[0].timezone))
    table = _tables(actor, houses, asked).get(name)
    if table is None or asked.problem:
        raise not_found()
    rows = [[row.name, *row.cells] for row in (*table.rows, table.foot)]
    dates = f"{asked.period.first.isoformat()}-{asked.period.last.isoformat()}"
    return csv_file(f"{house.slug if house else 'houses'}-{name}-{dates}.csv", ["", *table.heads], rows)


def _tables(actor: Actor, houses: Sequence[House], asked: Asked) -> dict[str, Table]:
    ids = [house.id for house in houses]
    nights = nights_sold(ids, asked.period)
    whole_group = can(actor, "see_reports") and len(houses) == len(catalogue().houses)
    asking = Filters(asked.period.first, asked.period.last, location_ids=None if whole_group else tuple(ids))
    sums = {id_: sum((one for (of, _), one in nights.items() if of == id_), Performance()) for id_ in ids}
    return {
        "trade": trade_by_house(houses, sums),
        "guests": guests_by_house(houses, stays_arriving(ids, asked.period), on_the_books(ids, asked.period)),
        "lost": lost_by_reason(denied(asking, current_app.config["SETTINGS"].group_timezone)),
        "nights": trade_by_time(asked.period, nights, one_currency(houses)),
    }
