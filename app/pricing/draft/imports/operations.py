"""Bringing a file of rates or of restrictions: kept to be looked over, then put in the draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, select

from app.kernel import clock
from app.kernel.errors import Invalid
from app.pricing.draft.errors import NothingDrafted
from app.pricing.draft.imports import rates, restrictions
from app.pricing.draft.imports.reading import Bad, Row, read_table
from app.pricing.draft.models import RateImport
from app.pricing.draft.operations.drafting import keep_edit
from app.pricing.draft.rules import Cell, Edit, Scope, Seen
from app.store import db, transaction, upsert, write

MOST_CELLS = 100_000
LIKE_RULES = ("min", "max", "closed", "cta", "ctd")
"""How a column begins that was meant for a restriction; others may stand in the file and are not read."""


def bring_file(location_id: int, data: bytes, *, by: int) -> None:
    """The file is kept as what this person looks over; nothing is drafted. One that they brought before is gone.

    Its columns say whether it holds rates or restrictions. Raises `Invalid` for a file that is no table of either, that
    would be one of both, or one of too many nights.
    """
    names, rows = read_table(data)
    limited = [name for name in restrictions.COLUMNS if name in names]
    if limited and "rate" in names:
        raise Invalid(
            "The file has columns of rates and of restrictions. Bring them one after the other, in two files."
        )
    if not (limited and "night" in names) and not set(rates.COLUMNS) <= set(names):
        raise Invalid(
            f"The first line of the file names its columns. Rates need {', '.join(rates.COLUMNS)}; restrictions need"
            f" night and one or more of {', '.join(restrictions.COLUMNS)}."
        )
    if limited and (odd := [name for name in names if name.startswith(LIKE_RULES) and name not in limited]):
        raise Invalid(f"The column {odd[0][:40]} is no restriction. There are {', '.join(restrictions.COLUMNS)}.")
    if not rows:
        raise Invalid("The file has its first line and no other. Bring one with more in it.")
    found = _limits(location_id, rows, limited) if limited else _rates(location_id, rows)
    key = {"location_id": location_id, "staff_id": by}
    row = {**key, "made_at": clock.now(), "lines": len(rows), "cells": [], "limits": None, **found}
    transaction(lambda: write(upsert(RateImport, row, list(key))))


def _rates(location_id: int, rows: list[Row]) -> dict[str, Any]:
    read = [rates.read_line(row) for row in rows]
    lines = [line for line in read if isinstance(line, rates.Line)]
    _check_size(lines)
    places = rates.placed(location_id, lines)
    cells = [[cell.night.isoformat(), cell.room_type_id, cell.rate_plan_id, amount] for cell, amount in places.taken]
    return {"cells": cells, "bad": _kept([*_bad(read), *places.bad])}


def _limits(location_id: int, rows: list[Row], columns: Sequence[str]) -> dict[str, Any]:
    read = [restrictions.read_line(row, columns) for row in rows]
    lines = [line for line in read if isinstance(line, restrictions.Line)]
    _check_size(lines)
    places = restrictions.placed(location_id, lines)
    limits = [[scope.night.isoformat(), scope.scope, scope.scope_id, dict(rules)] for scope, rules in places.taken]
    return {"limits": limits, "bad": _kept([*_bad(read), *places.bad])}


def _check_size(lines: Sequence[rates.Line | restrictions.Line]) -> None:
    if sum(line.nights.count for line in lines) > MOST_CELLS:
        raise Invalid(f"The file sets more than {MOST_CELLS:,} nights. Bring it in pieces.")


def _bad(read: Sequence[object]) -> list[Bad]:
    return [each for each in read if isinstance(each, Bad)]


def _kept(bad: list[Bad]) -> list[list[Any]]:
    return [[each.number, each.reason] for each in sorted(bad, key=lambda each: each.number)]


def put_in_draft(location_id: int, *, seen: Seen, by: int) -> int:
    """What this person looked over stands in the draft, all of it; answers how many cells changed.

    Raises `NothingDrafted` where they look over nothing or some line of it is bad, and what `keep_edit` raises.
    """

    def work() -> int:
        found = brought(location_id, by)
        if found is None or found.bad or not (found.amounts or found.limits):
            raise NothingDrafted
        touched = keep_edit(location_id, Edit(amounts=found.amounts, limits=found.limits), seen=seen, by=by)
        forget_brought(location_id, by=by)
        return touched

    return transaction(work)


def forget_brought(location_id: int, *, by: int) -> None:
    """This person looks over nothing."""
    mine = (RateImport.location_id == location_id, RateImport.staff_id == by)
    transaction(lambda: write(delete(RateImport).where(*mine)))


class Brought:
    """What somebody looks over: how many lines, the rates or rules they set, and the lines that cannot be taken."""

    def __init__(self, row: RateImport) -> None:
        self.made_at = row.made_at
        self.lines = row.lines
        self.of_limits = row.limits is not None
        self.amounts = {
            Cell(date.fromisoformat(night), room_type, plan): amount for night, room_type, plan, amount in row.cells
        }
        self.limits: Mapping[Scope, Mapping[str, Any]] = {
            Scope(date.fromisoformat(night), scope, scope_id): rules
            for night, scope, scope_id, rules in row.limits or ()
        }
        self.bad = [Bad(number, reason) for number, reason in row.bad]


def brought(location_id: int, staff_id: int) -> Brought | None:
    """What this person brought to the house and has not put in the draft; one statement."""
    table = RateImport.__table__
    row = db.session.execute(
        select(*table.c).where(table.c.location_id == location_id, table.c.staff_id == staff_id)
    ).one_or_none()
    return Brought(row) if row else None  # type: ignore[arg-type]
