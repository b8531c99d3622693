"""The search form on the masthead: what its fields hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from flask import Flask
from markupsafe import Markup

from app.availability.board import Board
from app.kernel.stay import Stay
from app.kernel.words import number
from app.web.search import Search


@dataclass(frozen=True, slots=True)
class FindFields:
    """Houses to choose from, the dates as they stand in the fields, and the days that can be asked for.

    `several` is the choice of those houses together that were asked for, where it was more than one.
    """

    locations: tuple[tuple[str, str], ...]
    arrival: str
    departure: str
    first_on: str
    last_on: str
    several: tuple[str, str] | None = None


def find_fields(search: Search, stay: Stay, boards: Sequence[Board]) -> FindFields:
    """The fields for a search: what was typed where it could not be read, else the dates that are shown."""
    first = boards[0].first if boards else stay.arrival
    last = max((board.day(board.house.days_ahead) for board in boards), default=stay.departure)
    wrong = {problem.name for problem in search.problems}
    return FindFields(
        locations=tuple((board.house.slug, board.house.name) for board in boards),
        arrival=search.typed.get("arrival", "") if "arrival" in wrong else stay.arrival.isoformat(),
        departure=search.typed.get("departure", "") if "departure" in wrong else stay.departure.isoformat(),
        first_on=first.isoformat(),
        last_on=last.isoformat(),
        several=_several(search),
    )


def _several(search: Search) -> tuple[str, str] | None:
    if len(search.locations) < 2:
        return None
    return ",".join(search.locations), f"{number(len(search.locations)).capitalize()} houses"


@lru_cache(maxsize=200)
def counts(least: int, most: int, chosen: int) -> Markup:
    """The options of a field that counts, from `least` to `most` or to what was chosen beyond it; none is no value."""
    row = Markup('<option value="{}"{}>{}</option>')
    selected = Markup(" selected")
    return Markup("").join(
        row.format(n or "", selected if n == chosen else "", n) for n in range(least, max(most, chosen) + 1)
    )


def register(app: Flask) -> None:
    """Templates write the counting fields of a search with `counts`."""
    app.jinja_env.globals["counts"] = counts
