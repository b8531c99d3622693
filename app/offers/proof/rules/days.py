"""How the lift stood day by day, with what is known of outcomes by now: the band of a chart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from app.offers.proof.rules.holdout import HOLDOUT, OFFERS
from app.offers.proof.rules.lift import CANNOT_TELL, ArmSums, Counted, Unit, verdict_of


@dataclass(frozen=True, slots=True)
class DayRow:
    """How the lift stood at the end of a day, all guests up to then together."""

    day_on: date
    offers: int
    held: int
    lift: float | None
    low: float | None
    high: float | None


def by_day(units: Iterable[Unit], zone: str) -> list[DayRow]:
    """Every day on which a guest came, oldest first."""
    wall, sums, rows = ZoneInfo(zone), ArmSums(), list[DayRow]()
    in_order = sorted(units, key=lambda one: one.at)
    for day_on, own in groupby(in_order, key=lambda one: one.at.astimezone(wall).date()):
        for unit in own:
            sums.add(unit)
        rows.append(_row(day_on, sums))
    return rows


def by_day_counted(counts: Iterable[tuple[date, Counted]]) -> list[DayRow]:
    """The same of guests who came (1) or did not (0), from how many there were first on each day."""
    sums, rows = ArmSums(), list[DayRow]()
    in_order = sorted((one for one in counts if one[1].n), key=lambda one: one[0])
    for day_on, own in groupby(in_order, key=lambda one: one[0]):
        for _, counted in own:
            sums.add_counted(counted)
        rows.append(_row(day_on, sums))
    return rows


def closed_on(rows: Iterable[DayRow]) -> date | None:
    """The day since which the interval has left out 0 without a break; None while it holds 0."""
    since = None
    for row in rows:
        if verdict_of(row.low, row.high) == CANNOT_TELL:
            since = None
        elif since is None:
            since = row.day_on
    return since


def _row(day_on: date, sums: ArmSums) -> DayRow:
    return DayRow(day_on, sums.count(OFFERS), sums.count(HOLDOUT), *sums.interval())
