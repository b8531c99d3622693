"""What the funnel's figures are: steps with their rates, what became of them, and what to say first. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import reduce
from itertools import pairwise

from app.experience.estimates import Change, Share, share_change, wilson
from app.experience.funnel.names import STEPS

Counts = tuple[int, ...]
"""How many visits reached each of `STEPS`."""

NONE: Counts = (0,) * len(STEPS)


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds that something took: how often, their mean and their median; None where it never happened."""

    n: int = 0
    mean: float | None = None
    median: float | None = None


def times_of(seconds: Mapping[int, int]) -> Times:
    """Of so many visits for each number of seconds."""
    n = sum(seconds.values())
    if not n:
        return Times()
    mean = sum(took * count for took, count in seconds.items()) / n
    return Times(n, mean, (_nth(seconds, (n - 1) // 2) + _nth(seconds, n // 2)) / 2)


def _nth(seconds: Mapping[int, int], place: int) -> int:
    """The value at that place, from 0, of all in order."""
    for took, count in sorted(seconds.items()):
        place -= count
        if place < 0:
            return took
    raise IndexError(place)


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of the funnel: visits that reached it, of the first step's and of the step before's.

    Shares are of visits that began before the last 24 hours. `left` stopped here; `open` began within them, has not
    booked, and stands here so far. `was` is the share of the step before in the
    compared period, `change` what became of it; both None on the first step and where nothing is compared.
    """

    name: str
    count: int
    of_first: Share
    of_before: Share | None
    times: Times
    left: int
    open: int
    was_of_first: Share | None = None
    was: Share | None = None
    change: Change | None = None
    worst: bool = False


def step_rows(
    counts: Counts,
    before: Counts | None,
    waits: Sequence[Times],
    still_open: Counts = NONE,
    young: Counts = NONE,
) -> tuple[StepRow, ...]:
    """The rows in order, the worst of them marked. Of `counts`, `young` began so lately that they are in no share;
    `still_open` are those of them that have not booked, by the deepest step they reached so far."""
    rows = []
    over = less(counts, young)
    for place, (name, count) in enumerate(zip(STEPS, counts, strict=True)):
        later = counts[place + 1] if place + 1 < len(counts) else count
        row = StepRow(
            name,
            count,
            wilson(over[place], over[0]),
            wilson(over[place], over[place - 1]) if place else None,
            waits[place],
            count - later - still_open[place],
            still_open[place],
        )
        rows.append(_compared(row, place, before) if before else row)
    worst = worst_of(rows)
    return tuple(replace(row, worst=row.name == worst) for row in rows)


def _compared(row: StepRow, place: int, before: Counts) -> StepRow:
    was_of_first = wilson(before[place], before[0])
    if row.of_before is None:
        return replace(row, was_of_first=was_of_first)
    was = wilson(before[place], before[place - 1])
    return replace(row, was_of_first=was_of_first, was=was, change=share_change(was, row.of_before))


def worst_of(rows: Sequence[StepRow]) -> str | None:
    """The step to look at: of those that keep fewer than before, more than chance, the one at which most visits were
    lost by it; where there is none, the one that keeps the smallest share. None without thirty visits at any."""
    known = [row for row in rows if row.of_before is not None and not row.of_before.thin]
    fell = [row for row in known if row.change and row.change.changed and (row.change.difference or 0) < 0]
    if fell:
        return min(fell, key=_fallen).name
    return min(known, key=lambda row: (row.of_before and row.of_before.share) or 0.0).name if known else None


def _fallen(row: StepRow) -> float:
    """Visits more or fewer at the step than would have come at the old rate."""
    return ((row.change and row.change.difference) or 0.0) * (row.of_before.n if row.of_before else 0)


@dataclass(frozen=True, slots=True)
class Group:
    """The visits with one value of a dimension (the word as it is kept; empty where nothing was said); shares leave out
    the `young` among them, which began in the last 24 hours. `before` are those of the compared period, None where
    there is none."""

    key: str
    counts: Counts
    young: Counts = NONE
    before: Counts | None = None

    @property
    def searched(self) -> int:
        return self.counts[0]

    @property
    def booked(self) -> Share:
        return wilson(self._over[-1], self._over[0])

    @property
    def was(self) -> Share | None:
        return wilson(self.before[-1], self.before[0]) if self.before else None

    @property
    def change(self) -> Change | None:
        return share_change(self.was, self.booked) if self.was else None

    @property
    def _over(self) -> Counts:
        return less(self.counts, self.young)

    def of_before(self, place: int) -> Share:
        """Of the visits that reached the step before the one at that place, those that went on to it."""
        return wilson(self._over[place], self._over[place - 1])


@dataclass(frozen=True, slots=True)
class Week:
    """The week from that Monday, as far as it lies in the period; `days` of it do. Its share leaves out the `young`
    visits, which began in the last 24 hours. `before` are the visits of as many days of the compared period, as far
    from its beginning; None where there is none."""

    monday_on: date
    days: int
    counts: Counts
    young: Counts = NONE
    before: Counts | None = None

    @property
    def booked(self) -> Share:
        over = less(self.counts, self.young)
        return wilson(over[-1], over[0])

    @property
    def was(self) -> Share | None:
        return wilson(self.before[-1], self.before[0]) if self.before else None


ByDay = Mapping[date, Counts]


def weeks_of(
    by_day: ByDay, since_on: date, until_on: date, young: ByDay | None = None, before: ByDay | None = None
) -> tuple[Week, ...]:
    """The weeks of the period in order, those without a visit too; `young` are those of the last 24 hours by day,
    `before` those of the compared period by the day of this one that stands in its place."""
    weeks: dict[date, list[date]] = {}
    for number in range((until_on - since_on).days + 1):
        day = since_on + timedelta(days=number)
        weeks.setdefault(day - timedelta(days=day.weekday()), []).append(day)
    return tuple(
        Week(
            monday,
            len(days),
            _of_days(by_day, days),
            _of_days(young or {}, days),
            None if before is None else _of_days(before, days),
        )
        for monday, days in weeks.items()
    )


def _of_days(by_day: ByDay, days: Sequence[date]) -> Counts:
    return reduce(added, (by_day.get(day, NONE) for day in days), NONE)


def added(one: Counts, other: Counts) -> Counts:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def less(one: Counts, other: Counts) -> Counts:
    return tuple(a - b for a, b in zip(one, other, strict=True))


BINS = tuple(range(120, 1801, 120))
"""Where the bars of the time to book end, in seconds, all as wide, so that their heights compare; after them
comes one without an end."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Bookings that took from so many seconds up to but not including so many (None: no end)."""

    since: int
    until: int | None
    count: int


@dataclass(frozen=True, slots=True)
class TimeToBook:
    """Seconds from a visit's first search to its booking."""

    times: Times
    bars: tuple[Bar, ...]


def time_to_book(seconds: Mapping[int, int]) -> TimeToBook:
    edges = (0, *BINS, None)
    bars = [
        Bar(low or 0, high, sum(n for took, n in seconds.items() if (low or 0) <= took and (not high or took < high)))
        for low, high in pairwise(edges)
    ]
    return TimeToBook(times_of(seconds), tuple(bars))
