"""A check is a statement that selects what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import TextClause, bindparam, text

from app.kernel import clock
from app.store import db, is_sqlite
from app.store.types import Instant

SHOWN = 3
MOST = 1000
GRACE = timedelta(minutes=15)
"""How long money may be on its way to a booking: captured, and neither booked nor on its way back."""


@dataclass(frozen=True, slots=True)
class Check:
    """`faults` is SQL that answers one row per fault and none when `promise` is kept.

    It may use `:now` and `:grace_ago`, and functions that the engines spell differently: NIGHTS(from, until),
    DAY_AFTER(night), DAY_OF(instant), and of a column of JSON SUM_OF(list), COUNT_OF(list) and NUMBER_IN(object, name).
    What SQL cannot recount is told by `found` instead, with a row for each fault.
    """

    name: str
    promise: str
    faults: str
    only_on: str | None = None
    found: Callable[[], Sequence[Mapping[str, Any]]] | None = None


@dataclass(frozen=True, slots=True)
class Result:
    name: str
    ok: bool
    detail: str


def result(check: Check) -> Result:
    """What the database says about a check, with the first faults in words."""
    if check.only_on and check.only_on != db.session().get_bind().dialect.name:
        return Result(check.name, True, f"{check.promise} (held by this engine itself)")
    found = check.found()[:MOST] if check.found else _faults(check)
    if not found:
        return Result(check.name, True, check.promise)
    examples = "; ".join(", ".join(f"{k} {v}" for k, v in row.items()) for row in found[:SHOWN])
    count = f"{MOST} or more" if len(found) == MOST else str(len(found))
    more = "; ..." if len(found) > SHOWN else ""
    return Result(check.name, False, f"{count} against: {check.promise} {examples}{more}")


def _faults(check: Check) -> Sequence[Mapping[str, Any]]:
    rows = db.session().execute(statement(check.faults)).mappings().fetchmany(MOST)
    return [dict(row) for row in rows]


def statement(faults: str) -> TextClause:
    """The statement in this engine's words, with its instants bound."""
    spelling = SQLITE if is_sqlite() else POSTGRESQL
    for name, words in spelling.items():
        faults = re.sub(rf"\b{name}\(([^(),]*)(?:, ([^(),]*))?\)", words, faults)
    now = clock.now()
    instants: dict[str, Any] = {"now": now, "grace_ago": now - GRACE}
    used = [name for name in instants if f":{name}" in faults]
    return text(faults).bindparams(*(bindparam(name, instants[name], type_=Instant) for name in used))


SQLITE = {
    "NIGHTS": r"CAST(julianday(\2) - julianday(\1) AS INTEGER)",
    "DAY_AFTER": r"date(\1, '+1 day')",
    "DAY_OF": r"date(\1)",
    "SUM_OF": r"(SELECT SUM(value) FROM json_each(\1))",
    "COUNT_OF": r"json_array_length(\1)",
    "NUMBER_IN": r"json_extract(\1, '$.\2')",
}
POSTGRESQL = {
    "NIGHTS": r"(\2 - \1)",
    "DAY_AFTER": r"(\1 + 1)",
    "DAY_OF": r"CAST(\1 AT TIME ZONE 'UTC' AS DATE)",
    "SUM_OF": r"(SELECT SUM(CAST(value AS DOUBLE PRECISION)) FROM jsonb_array_elements_text(\1))",
    "COUNT_OF": r"jsonb_array_length(\1)",
    "NUMBER_IN": r"CAST(\1 ->> '\2' AS BIGINT)",
}
