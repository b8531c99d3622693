"""A file of guests: who was in which arm, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from app.experience.tables import Bad, Row, stream_table
from app.kernel.errors import Invalid
from app.kernel.wall import read_instant
from app.offers.proof.files.cells import NoLine, number_in
from app.offers.proof.rules import HALF, HOLDOUT, OFFERS, Unit

COLUMNS = ("guest", "arm", "at", "outcome")


@dataclass(slots=True)
class Guests:
    """One unit a guest, and the lines that were not used."""

    units: list[Unit]
    bad: list[Bad] = field(default_factory=list)


@dataclass(slots=True)
class _Guest:
    arm: str
    at: datetime
    outcome: float


def read_guests(file: Path, zone: str, share: float = HALF, encoding: str | None = None) -> Guests:
    """Every guest of the file: outcomes summed over their lines, arm and time those of the earliest.

    Of two lines at the same instant the first in the file is the earlier. An instant without offset is in `zone`;
    `share` is the expected part of offers. Raises `Invalid` when the file is no table with these columns, or the share
    is not between 0 and 1.
    """
    if not 0 < share < 1:
        raise Invalid("The expected share of offers lies between 0 and 1, like .5.")
    table, rows = stream_table(file, encoding)
    table.require(COLUMNS)
    known: dict[str, _Guest] = {}
    for row in rows:
        try:
            _add(known, row, zone)
        except NoLine as reason:
            table.bad.append(Bad(row.line, str(reason)))
    return Guests([Unit(one.arm, one.at, one.outcome, share) for one in known.values()], sorted(table.bad))


def _add(known: dict[str, _Guest], row: Row, zone: str) -> None:
    guest, arm = row.cells["guest"], row.cells["arm"]
    if not guest:
        raise NoLine("no guest")
    if arm not in (OFFERS, HOLDOUT):
        raise NoLine("arm is neither offers nor holdout")
    outcome, at = number_in(row.cells["outcome"], "outcome"), _instant(row.cells["at"], zone)
    found = known.get(guest)
    if found is None:
        known[guest] = _Guest(arm, at, outcome)
        return
    found.outcome += outcome
    if at < found.at:
        found.arm, found.at = arm, at


def _instant(cell: str, zone: str) -> datetime:
    try:
        return read_instant(cell, zone)
    except Invalid:
        raise NoLine("at is no instant") from None
