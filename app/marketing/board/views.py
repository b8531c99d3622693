"""The board, and its figures as a file."""

from __future__ import annotations

from flask import Blueprint, Response, current_app

from app.identity.staff.rules import Actor, can
from app.insight.board import MONEY, Kpi, board
from app.marketing.asked import Asked, asked, asked_file
from app.marketing.board.rows import Row, rows_of
from app.marketing.shown import shown
from app.web.access import staff
from app.web.csv_file import csv_file

blueprint = Blueprint("board", __name__)
HEAD = ("figure", "from", "to", "value", "low", "high", "unit", "n", "counted", "definition", "lacks")


@blueprint.get("/marketing/board")
@staff("read_measures", anywhere=True)
def show(actor: Actor) -> Response:
    """Every figure with its definition, its n and the twelve months that end with the period."""
    found = asked(actor)
    rows = _rows(found)
    return shown(
        "marketing/board/board.html",
        actor,
        found,
        "board",
        rows=rows,
        months=[cell.month for cell in rows[0].cells],
        may_enter=can(actor, "keep_group_plan"),
    )


@blueprint.get("/marketing/board.csv")
@staff("read_measures", anywhere=True, proven=True)
def download(actor: Actor) -> Response:
    """The same: a line for the period and one for every month of every figure; shares and points from 0 to 1, money in
    minor units."""
    found = asked_file(actor)
    lines: list[tuple[object, ...]] = []
    for kpi in _figures(found):
        unit = f"minor {_currency(found)}" if kpi.unit == MONEY else kpi.unit
        lines += [
            (
                kpi.name, point.days[0], point.days[1], point.value, point.low, point.high, unit, point.n,
                kpi.counted, kpi.definition, point.lacks,
            )
            for point in (kpi.now, *kpi.trend)
        ]  # fmt: skip
    days = found.filters
    return csv_file(f"board-{days.since_on}-{days.until_on}.csv", HEAD, lines)


def _rows(found: Asked) -> list[Row]:
    return rows_of(_figures(found), _currency(found))


def _figures(found: Asked) -> list[Kpi]:
    return board(found.filters, current_app.config["SETTINGS"].group_timezone, _currency(found))


def _currency(found: Asked) -> str:
    return found.houses[0].currency if found.houses else "GBP"
