"""The board in words; on the page and in the file it says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.insight.board import HOURS, MONEY, POINTS, Kpi, Point
from app.kernel.words import MONTHS, counted, money
from app.marketing.words import signed

NO_DATA = "no data"
WIDTH, HEIGHT, EDGE = 240, 44, 5
"""Of the small line of a trend."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A month of a trend: its name, the figure and how many it rests on."""

    month: str
    value: str
    number: float | None
    n: int
    thin: bool
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A figure of the board. `line` are the points of its trend's line, a stretch for every run of months with data."""

    key: str
    name: str
    definition: str
    value: str
    interval: str
    n_words: str
    aside: str
    note: str
    thin: bool
    trend_words: str
    cells: tuple[Cell, ...]
    lines: tuple[str, ...]
    dots: tuple[tuple[str, str], ...]


def rows_of(kpis: Sequence[Kpi], currency: str) -> list[Row]:
    """Every figure as a row, in the order of the board."""
    return [_row(kpi, currency) for kpi in kpis]


def value_words(value: float | None, unit: str, currency: str) -> str:
    """`34.1%`, `£31.40`, `5.5 hours`, `40 minutes`, `+2.1 points`; `no data`."""
    if value is None:
        return NO_DATA
    if unit == MONEY:
        return money(round(value), currency, pence=True)
    if unit == HOURS:
        return _hours(value)
    if unit == POINTS:
        return f"{signed(100 * value, 1)} points"
    return f"{100 * value:.1f}%"


def _row(kpi: Kpi, currency: str) -> Row:
    now = kpi.now
    cells = tuple(_cell(point, kpi.unit, currency) for point in kpi.trend)
    lines, dots = _drawn([cell.number for cell in cells])
    return Row(
        key=kpi.key,
        name=kpi.name,
        definition=kpi.definition,
        value=_value(now, kpi.unit, currency),
        interval=_interval(now, kpi.unit, currency),
        n_words=f"{now.n:,} {kpi.counted}",
        aside=_one_in(now) if kpi.key == "look_to_book" else "",
        note=kpi.note,
        thin=now.thin,
        trend_words=_trend_words(cells),
        cells=cells,
        lines=lines,
        dots=dots,
    )


def _cell(point: Point, unit: str, currency: str) -> Cell:
    first = point.days[1]
    return Cell(
        f"{MONTHS[first.month - 1][:3]} {first.year}",
        _value(point, unit, currency),
        point.value,
        point.n,
        point.thin,
        point.lacks,
    )


def _value(point: Point, unit: str, currency: str) -> str:
    return point.lacks if point.value is None and point.lacks else value_words(point.value, unit, currency)


def _interval(point: Point, unit: str, currency: str) -> str:
    if point.low is None or point.high is None:
        return ""
    low = value_words(point.low, unit, currency).removesuffix(" points")
    return f"{low} to {value_words(point.high, unit, currency)}"


def _one_in(point: Point) -> str:
    return f"one in {round(1 / point.value):,}" if point.value else ""


def _hours(hours: float) -> str:
    minutes = round(hours * 60)
    if minutes < 90:
        return f"{minutes} minute{'' if minutes == 1 else 's'}"
    return f"{hours:.1f} hours" if hours < 48 else f"{hours / 24:.1f} days"


def _trend_words(cells: Sequence[Cell]) -> str:
    """The lowest and the highest month; one of which not all is known, or that rests on few, is neither."""
    left_out = [cell.lacks for cell in cells if cell.lacks]
    known = [cell for cell in cells if cell.number is not None and not cell.lacks]
    if len(known) < 2:
        return f"{counted(len(left_out), 'month').capitalize()}: {left_out[0]}" if left_out else "No trend yet"
    sure = [cell for cell in known if not cell.thin]
    if len(sure) < 2:
        return "Every month rests on fewer than 30" if not sure else "Only one month rests on 30"
    low = min(sure, key=lambda cell: cell.number or 0)
    high = max(sure, key=lambda cell: cell.number or 0)
    without = f"; {counted(len(left_out), 'month')} left out: {left_out[0]}" if left_out else ""
    return f"Lowest {low.value} in {low.month}, highest {high.value} in {high.month}{without}"


def _drawn(values: Sequence[float | None]) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Lines over runs of months with data, and a dot where a month stands alone; from the lowest to the highest."""
    known = [value for value in values if value is not None]
    if not known:
        return (), ()
    low, span = min(known), max(known) - min(known)
    step = (WIDTH - 2 * EDGE) / max(len(values) - 1, 1)

    def at(place: int, value: float) -> tuple[str, str]:
        y = HEIGHT / 2 if not span else EDGE + (HEIGHT - 2 * EDGE) * (1 - (value - low) / span)
        return f"{EDGE + place * step:.1f}", f"{y:.1f}"

    runs: list[list[tuple[str, str]]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(at(place, value))
    lines = tuple(" ".join(f"{x},{y}" for x, y in run) for run in runs if len(run) > 1)
    alone = tuple(run[0] for run in runs if len(run) == 1)
    last = runs[-1][-1:] if len(runs[-1]) > 1 else []
    return lines, (*alone, *last)
