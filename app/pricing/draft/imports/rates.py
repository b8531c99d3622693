"""The lines of a file of rates, and what they set."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.catalogue.queries import catalogue
from app.kernel.words import EVERY_SIGN
from app.pricing.draft.checking import MOST_MINOR, check_places, check_rates
from app.pricing.draft.errors import NotARate
from app.pricing.draft.imports.placing import Places, ahead, names_of, unknown
from app.pricing.draft.imports.reading import Bad, Nights, Row, nights_of
from app.pricing.draft.queries import bounds
from app.pricing.draft.rules import Bound, Cell
from app.pricing.queries import price_list

COLUMNS = ("night", "room_type", "rate_plan", "rate")
"""What a file of rates must say. A fifth, `until`, makes a line hold for every night up to and with that one."""

ANY = Bound(1, MOST_MINOR)
_AMOUNT = re.compile(rf"(-?)[{EVERY_SIGN}]?(\d{{1,7}}|\d{{1,3}}(?:,\d{{3}})+)(?:[.](\d{{1,2}})|,(\d{{2}}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that could be read: its nights, the rate, and its words for the rest."""

    number: int
    nights: Nights
    room_type: str
    rate_plan: str
    amount_minor: int


def read_line(row: Row) -> Line | Bad:
    """The line, or why it cannot be read."""
    if missing := [name for name in COLUMNS if not row.word(name)]:
        return Bad(row.number, f"{missing[0]} is missing")
    nights = nights_of(row)
    if isinstance(nights, Bad):
        return nights
    amount = amount_minor(row.word("rate"))
    if amount is None:
        return Bad(row.number, f"“{row.word('rate')[:40]}” is no rate like 212 or 212.50")
    return Line(row.number, nights, row.word("room_type"), row.word("rate_plan"), amount)


def placed(location_id: int, lines: Iterable[Line]) -> Places[Cell, int]:
    """Which rates the lines set, and which of them may not stand."""
    name_room, name_plan = names_of(location_id)
    places: Places[Cell, int] = Places()
    why_not = _why_not(location_id)
    for line in lines:
        room_type, plan = name_room(line.room_type), name_plan(line.rate_plan)
        if room_type is None or plan is None:
            what = ("room type", line.room_type) if room_type is None else ("rate", line.rate_plan)
            places.refuse(line.number, unknown(*what))
            continue
        for night in line.nights:
            cell = Cell(night, room_type, plan)
            places.put(line.number, cell, line.amount_minor, why_not(cell, line.amount_minor))
    return places


def _why_not(location_id: int) -> Callable[[Cell, int], str]:
    """What is wrong with a rate, in the draft's own words; empty for one that may stand, where nobody is asked."""
    prices, is_ahead = price_list(location_id), ahead(location_id)
    within = bounds(kind.id for kind in catalogue().by_id[location_id].room_types)

    def why_not(cell: Cell, amount: int) -> str:
        plain = is_ahead(cell.night) and not prices.by_id[cell.rate_plan_id].derived
        if plain and within.get(cell.room_type_id, ANY).holds(amount):
            return ""
        try:
            check_places(location_id, (cell,), ())
            check_rates(location_id, {cell: amount})
        except NotARate as wrong:
            return str(wrong)
        return ""

    return why_not


def amount_minor(words: str) -> int | None:
    """A rate as spreadsheets write it, `212`, `212.50`, `212,50`, `£1,212.50`, in minor units; None for no rate."""
    found = _AMOUNT.fullmatch(words.replace(" ", ""))
    if found is None:
        return None
    pence = (found[3] or found[4] or "0").ljust(2, "0")
    return (int(found[2].replace(",", "")) * 100 + int(pence)) * (-1 if found[1] else 1)
