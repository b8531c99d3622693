"""What stands below the map: promises and whether they hold, sales, what else was heard, how staff find their work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.catalogue.queries import House
from app.experience.estimates import wilson
from app.insight.board.rules import months_to
from app.insight.period import Filters
from app.kernel.words import MONTHS
from app.plan.actions import Counted
from app.plan.goals import Promised, promises
from app.plan.journey import Heard, Sold
from app.plan.measures import MEASURES, Figure, Measure
from app.plan.phases import PHASES
from app.plan.pulse import Month, pulse_months

PULSE_MONTHS = 6
KEPT, MISSED, OPEN, NONE = "kept", "missed", "cannot tell", "none"


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """What a house promises at a phase. `state` is kept, missed, cannot tell or none."""

    house: str
    phase: str
    phase_name: str
    promise: str
    judged_by: str
    aim: str
    now: str
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class HeardRow:
    phase: str
    cases: int
    notes: int
    calls: int


@dataclass(frozen=True, slots=True)
class SoldRow:
    """A figure of sales in words; `measure` is what an action about it is judged by."""

    measure: str
    name: str
    now: str
    interval: str
    n: int
    before: str
    verdict: str
    tone: str
    thin: bool


@dataclass(frozen=True, slots=True)
class PulseRow:
    """A house, or all that are shown, by month; a cell is (share in words, n), empty where fewer than five answered."""

    name: str
    cells: Sequence[tuple[str, int]]


def promise_rows(houses: Sequence[House], filters: Filters, count: Counted) -> list[PromiseRow]:
    """Every phase of every house, in the order of the journey."""
    found = promises([house.id for house in houses])
    days = (filters.since_on, filters.until_on)
    rows = []
    for house in houses:
        for phase in PHASES:
            own = found.get((house.id, phase.key))
            figure = count(own.measure, own.measure_of, days, [house.id]) if own and own.measure else None
            rows.append(_promise(house, phase.key, phase.name, own, figure))
    return rows


def _promise(house: House, phase: str, name: str, own: Promised | None, figure: Figure | None) -> PromiseRow:
    if own is None or own.measure is None or figure is None or own.aim_thousandths is None:
        words = own.promise if own else ""
        return PromiseRow(house.slug, phase, name, words, "nothing yet" if own else "", "", "", NONE, "")
    aim = own.aim_thousandths / 1000
    state, words = _held(figure, aim, MEASURES[own.measure])
    now = f"{figure.words} (n {figure.n:,})" if figure.n else figure.words
    judged_by = MEASURES[own.measure].words(own.measure_of)
    return PromiseRow(
        house.slug, phase, name, own.promise, judged_by, figure.aim_words(own.aim_thousandths), now, state, words
    )


def _held(figure: Figure, aim: float, measure: Measure) -> tuple[str, str]:
    """Kept where the whole interval is on the good side of the aim, missed where it is on the other."""
    if not figure.n:
        return OPEN, "No data"
    if figure.lacks or figure.low is None or figure.high is None:
        return OPEN, f"Cannot tell yet, needs {figure.lacks} more {measure.counted}"
    good, bad = figure.low >= aim, figure.high < aim
    if not measure.more_is_better:
        good, bad = figure.high <= aim, figure.low > aim
    if good:
        return KEPT, "Kept"
    return (MISSED, "Missed") if bad else (OPEN, "Cannot tell: the aim lies within the interval")


def sold_rows(found: Sequence[Sold]) -> list[SoldRow]:
    """The figures in their order, each with what became of it."""
    return [_sold(one) for one in found]


def _sold(one: Sold) -> SoldRow:
    change = one.change
    moved = one.before.difference_words(change.difference) if change.difference is not None else ""
    return SoldRow(
        measure=f"{one.measure}:",
        name=MEASURES[one.measure].name,
        now=one.now.words,
        interval=one.now.interval_words,
        n=one.now.n,
        before=one.before.words,
        verdict=": ".join(part for part in (moved, change.words_of("nights")) if part),
        tone="none" if not change.changed else "up" if (change.difference or 0) > 0 else "down",
        thin=one.now.thin,
    )


def heard_rows(heard: Heard) -> list[HeardRow]:
    """Every phase of which something was heard."""
    rows = [
        HeardRow(phase.name, heard.cases[phase.key], heard.notes[phase.key], heard.calls[phase.key]) for phase in PHASES
    ]
    return [row for row in rows if row.cases or row.notes or row.calls]


def pulse_rows(houses: Sequence[House], today: date) -> tuple[list[str], list[PulseRow]]:
    """The names of the last six months that are over, and every house with its months; then all that are shown."""
    months = _months(today)
    found = {
        (month.location_id, month.month_on): month
        for month in pulse_months(months[0], months[-1], [house.id for house in houses])
    }
    names = [f"{MONTHS[first.month - 1][:3]} {first.year}" for first in months]
    lines: list[tuple[str, int | None]] = [(house.name, house.id) for house in houses]
    lines += [("All that are shown", None)] if len(houses) > 1 else []
    return names, [PulseRow(name, [_cell(found.get((place, first))) for first in months]) for name, place in lines]


def pulse_span(today: date) -> tuple[date, date]:
    """The first and the last of these months, by their first days."""
    months = _months(today)
    return months[0], months[-1]


def _months(today: date) -> list[date]:
    over = today.replace(day=1) - timedelta(days=1)
    return [first for first, _ in months_to(over, PULSE_MONTHS)]


def _cell(month: Month | None) -> tuple[str, int]:
    if month is None:
        return "", 0
    share = wilson(month.easy, month.n).share
    return f"{share:.0%}" if share is not None else "", month.n
