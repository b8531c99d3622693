"""Bringing a file of rates: kept to be looked over, then put in the draft."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import delete, select

from app.catalogue.queries import catalogue
from app.kernel import clock
from app.kernel.errors import Invalid
from app.pricing.draft.checking import DAYS_AHEAD, MOST_MINOR, check_places, check_rates
from app.pricing.draft.errors import NotARate, NothingDrafted
from app.pricing.draft.imports.reading import Bad, Line, read_lines
from app.pricing.draft.models import RateImport
from app.pricing.draft.operations.drafting import keep_edit
from app.pricing.draft.queries import bounds
from app.pricing.draft.rules import Bound, Cell, Edit, Seen
from app.pricing.queries import price_list
from app.store import db, transaction, upsert, write

MOST_CELLS = 100_000
ANY = Bound(1, MOST_MINOR)


def bring_rates(location_id: int, data: bytes, *, by: int) -> None:
    """The file is kept as what this person looks over; nothing is drafted. One that they brought before is gone.

    Raises `Invalid` for a file that is no table of rates, or one of too many nights.
    """
    lines, bad = read_lines(data)
    if not lines and not bad:
        raise Invalid("The file has its first line and no other. Bring one with rates in it.")
    if sum(line.nights for line in lines) > MOST_CELLS:
        raise Invalid(f"The file sets more than {MOST_CELLS:,} nights. Bring it in pieces.")
    cells, wrong = _placed(location_id, lines)
    row = {
        "location_id": location_id,
        "staff_id": by,
        "made_at": clock.now(),
        "lines": len(lines) + len(bad),
        "cells": [[cell.night.isoformat(), cell.room_type_id, cell.rate_plan_id, amount] for cell, amount in cells],
        "bad": [[each.number, each.reason] for each in sorted([*bad, *wrong], key=lambda each: each.number)],
    }
    transaction(lambda: write(upsert(RateImport, row, ["location_id", "staff_id"])))


def _placed(location_id: int, lines: list[Line]) -> tuple[list[tuple[Cell, int]], list[Bad]]:
    """What the lines set, and those that set something which may not stand or that two of them set."""
    name_room, name_plan = _names(location_id)
    cells: dict[Cell, tuple[int, int]] = {}
    bad: dict[int, str] = {}
    may_stand = _may_stand(location_id)
    for line in lines:
        room_type, plan = name_room(line.room_type), name_plan(line.rate_plan)
        if room_type is None or plan is None:
            what, typed = ("room type", line.room_type) if room_type is None else ("rate", line.rate_plan)
            bad[line.number] = f"this house has no {what} called “{typed[:40]}”"
            continue
        for night in line:
            cell = Cell(night, room_type, plan)
            if cell in cells:
                other = cells[cell][0]
                bad[line.number] = f"sets {night.isoformat()} again, which line {other} sets. Keep one of them"
                bad.setdefault(other, f"sets {night.isoformat()}, which line {line.number} sets again")
            elif why := may_stand(cell, line.amount_minor):
                bad.setdefault(line.number, why)
            cells.setdefault(cell, (line.number, line.amount_minor))
    taken = [(cell, amount) for cell, (number, amount) in cells.items() if number not in bad]
    return taken, [Bad(number, reason) for number, reason in bad.items()]


def _names(location_id: int) -> tuple[Callable[[str], int | None], Callable[[str], int | None]]:
    """Room types and plans by the words of a file: slug or name, in whatever case."""
    kinds: dict[str, int] = {}
    for kind in catalogue().by_id[location_id].room_types:
        kinds |= {kind.name.lower(): kind.id, kind.slug: kind.id}
    plans: dict[str, int] = {}
    for plan in price_list(location_id).by_id.values():
        plans |= {plan.name.lower(): plan.id, plan.slug: plan.id}
    return lambda words: kinds.get(words.lower()), lambda words: plans.get(words.lower())


def _may_stand(location_id: int) -> Callable[[Cell, int], str]:
    """What is wrong with a rate, in the draft's own words; empty for one that may stand, where nobody is asked."""
    house, prices = catalogue().by_id[location_id], price_list(location_id)
    within = bounds(kind.id for kind in house.room_types)
    today = clock.today(house.timezone)
    span = range(today.toordinal(), today.toordinal() + DAYS_AHEAD)

    def why(cell: Cell, amount: int) -> str:
        bound = within.get(cell.room_type_id, ANY)
        plain = cell.night.toordinal() in span and not prices.by_id[cell.rate_plan_id].derived
        if plain and bound.holds(amount):
            return ""
        try:
            check_places(location_id, (cell,), ())
            check_rates(location_id, {cell: amount})
        except NotARate as wrong:
            return str(wrong)
        return ""

    return why


def put_in_draft(location_id: int, *, seen: Seen, by: int) -> int:
    """The rates that this person looked over stand in the draft, all of them; answers how many cells changed.

    Raises `NothingDrafted` where they look over nothing or some line of it is bad, and what `keep_edit` raises.
    """

    def work() -> int:
        found = brought(location_id, by)
        if found is None or found.bad or not found.amounts:
            raise NothingDrafted
        touched = keep_edit(location_id, Edit(amounts=found.amounts), seen=seen, by=by)
        forget_brought(location_id, by=by)
        return touched

    return transaction(work)


def forget_brought(location_id: int, *, by: int) -> None:
    """This person looks over nothing."""
    mine = (RateImport.location_id == location_id, RateImport.staff_id == by)
    transaction(lambda: write(delete(RateImport).where(*mine)))


class Brought:
    """What somebody looks over: how many lines, the rates they set, and the lines that cannot be taken."""

    def __init__(self, row: RateImport) -> None:
        self.made_at = row.made_at
        self.lines = row.lines
        self.amounts = {
            Cell(date.fromisoformat(night), room_type, plan): amount for night, room_type, plan, amount in row.cells
        }
        self.bad = [Bad(number, reason) for number, reason in row.bad]


def brought(location_id: int, staff_id: int) -> Brought | None:
    """What this person brought to the house and has not put in the draft; one statement."""
    table = RateImport.__table__
    row = db.session.execute(
        select(*table.c).where(table.c.location_id == location_id, table.c.staff_id == staff_id)
    ).one_or_none()
    return Brought(row) if row else None  # type: ignore[arg-type]
