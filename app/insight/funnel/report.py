"""The funnel of a period, beside the one it is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from app.experience.estimates import Change, Share, share_change
from app.experience.funnel.days.rules import DIMENSIONS
from app.insight.funnel.rules import (
    NONE,
    Counts,
    Group,
    StepRow,
    TimeToBook,
    Week,
    step_rows,
    time_to_book,
    times_of,
    weeks_of,
)
from app.insight.funnel.visits import (
    counted,
    counted_by,
    counted_by_day,
    durations,
    young,
    young_by,
    young_by_day,
)
from app.insight.period import LEADS, PARTIES, Filters
from app.kernel.errors import Invalid

_IN_ORDER = {
    "heads": list(PARTIES), "lead": list(LEADS), "device": ["phone", "tablet", "desk"],
    "returning": ["new", "returning"],
}  # fmt: skip
"""Dimensions whose values have an order of their own; the others begin with the commonest."""


@dataclass(frozen=True, slots=True)
class Report:
    """The steps of the period's visits, in order, and how long those took that booked, from search to booking.

    What is about the compared period is None where there is none. `timed_since_on` is the day from which on visits were
    looked at for how long they took, None for all.
    """

    filters: Filters
    steps: tuple[StepRow, ...]
    time_to_book: TimeToBook
    was: Counts | None
    was_time_to_book: TimeToBook | None
    timed_since_on: date | None = None

    @property
    def searched(self) -> int:
        return self.steps[0].count

    @property
    def was_searched(self) -> int | None:
        return self.was[0] if self.was else None

    @property
    def booked(self) -> Share:
        """Of the visits that searched."""
        return self.steps[-1].of_first

    @property
    def booked_was(self) -> Share | None:
        return self.steps[-1].was_of_first

    @property
    def booked_change(self) -> Change | None:
        return share_change(self.booked_was, self.booked) if self.booked_was else None

    @property
    def open(self) -> int:
        """Visits that began in the last 24 hours and have not booked; they are not counted as lost."""
        return sum(step.open for step in self.steps)

    @property
    def worst(self) -> StepRow | None:
        return next((step for step in self.steps if step.worst), None)

    @property
    def before_worst(self) -> StepRow | None:
        """The step from which visits did not go on to the worst."""
        return next((before for before, step in pairwise(self.steps) if step.worst), None)


def report(filters: Filters) -> Report:
    """The funnel of the filters; a dozen statements at most."""
    before = filters.before
    was = counted(before) if before else None
    waits, to_book, timed_since_on = durations(filters)
    lately = young(filters)
    return Report(
        filters,
        step_rows(counted(filters), was, [times_of(own) for own in waits], lately.open, lately.reached),
        time_to_book(to_book),
        was,
        time_to_book(durations(before)[1]) if before else None,
        timed_since_on,
    )


def breakdown(filters: Filters, dimension: str) -> tuple[Group, ...]:
    """The visits by one of `DIMENSIONS`, those last of which nothing was said; seven statements at most.

    Keys are words: an id for `location`, `new` or `returning`, and of `heads` and `lead` those of `PARTIES` and
    `LEADS`. Raises `Invalid` for another dimension.
    """
    if dimension not in DIMENSIONS:
        raise Invalid(f"The funnel is broken down by {', '.join(DIMENSIONS[:-1])} or {DIMENSIONS[-1]}.")
    found, lately, before = counted_by(filters, dimension), young_by(filters, dimension), filters.before
    was = counted_by(before, dimension) if before else None
    order = _IN_ORDER.get(dimension) or sorted(found, key=lambda key: (-found[key][0], key))
    said = [key for key in order if key in found and key] + [key for key in ("",) if key in found]
    return tuple(
        Group(key, found[key], lately.get(key, NONE), None if was is None else was.get(key, NONE)) for key in said
    )


def trend(filters: Filters) -> tuple[Week, ...]:
    """The period by week, each beside the days in its place of the compared period; seven statements at most."""
    before, was = filters.before, None
    if before is not None:
        later = filters.since_on - before.since_on
        was = {day + later: counts for day, counts in counted_by_day(before).items()}
    return weeks_of(counted_by_day(filters), filters.since_on, filters.until_on, young_by_day(filters), was)
