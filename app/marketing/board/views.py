"""The board, and its figures as a file."""

from __future__ import annotations

from flask import Blueprint, Response, current_app

from app.identity.staff.rules import Actor, can
from app.insight.board import board
from app.marketing.asked import Asked, asked
from app.marketing.board.rows import Row, rows_of
from app.marketing.shown import shown
from app.web.access import staff
from app.web.csv_file import csv_file

blueprint = Blueprint("board", __name__)
HEAD = ("figure", "month", "value", "n", "definition")


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
    """The same: a line for the period and one for every month of every figure."""
    found = asked(actor)
    lines: list[tuple[object, ...]] = []
    for row in _rows(found):
        lines.append((row.name, found.title, row.value, row.n_words, row.definition))
        lines += [(row.name, cell.month, cell.value, cell.n, None) for cell in row.cells]
    days = found.filters
    return csv_file(f"board-{days.since_on}-{days.until_on}.csv", HEAD, lines)


def _rows(found: Asked) -> list[Row]:
    currency = found.houses[0].currency if found.houses else "GBP"
    return rows_of(board(found.filters, current_app.config["SETTINGS"].group_timezone, currency), currency)
