"""What several figures of the board are made of, read once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.experience.spend import Spent, spent_months
from app.insight.board import bookings
from app.insight.board.bookings import Kept
from app.insight.board.rules import VALUE_MONTHS, Days, Point, by_days, months_to, years_back
from app.insight.period import Filters
from app.kernel.wall import wall_instant

A_MONTH = timedelta(days=31)
"""As long as a house may have had no guest at all."""


@dataclass(frozen=True, slots=True)
class Books:
    """What several figures are made of. `own` are the bookings of the houses that are asked about, `every` all."""

    filters: Filters
    months: list[Days]
    every: list[Kept]
    own: list[Kept]
    taken_off: Mapping[int, int]
    spent: Mapping[date, Spent]
    currency: str

    @property
    def days(self) -> Days:
        return self.filters.since_on, self.filters.until_on

    @property
    def reach(self) -> Days:
        """From the first day of the period or its trend, whichever is earlier, to the last."""
        return min(self.months[0][0], self.days[0]), self.days[1]

    def short_of(self, days: Days) -> date | None:
        """The first day of which a stay is known, where that is too late for 24 months up to the end of these days."""
        first = min((one.departure_on for one in self.every), default=None)
        return first if first and first - A_MONTH > years_back(days[1])[0] else None

    def without_spend(self, days: Days, *, new: bool) -> list[date]:
        """The months of the days, by their first, of which not every channel was entered that looks for new guests
        (`new`) or speaks to known ones."""
        known = {on for on, month in self.spent.items() if (month.acquiring_known if new else month.keeping_known)}
        return [one for one, _ in months_to(days[1], _months_of(days)) if one not in known]

    def trend(self, make: Callable[[Days], Point]) -> tuple[Point, ...]:
        return by_days(self.months, make)


def books_of(filters: Filters, months: list[Days], zone: str, currency: str) -> Books:
    """For the period and the months of its trends. Four statements."""
    first = min(months[0][0], filters.since_on)
    back = first - timedelta(days=31 * VALUE_MONTHS)
    every = bookings.kept_bookings(back, filters.until_on, zone, currency)
    places = filters.location_ids
    since = wall_instant(first, 0, 0, zone)
    until = wall_instant(filters.until_on + timedelta(days=1), 0, 0, zone)
    return Books(
        filters,
        months,
        every,
        [one for one in every if places is None or one.location_id in places],
        bookings.reductions(since, until),
        spent_months(first.replace(day=1), filters.until_on),
        currency,
    )


def _months_of(days: Days) -> int:
    """How many calendar months they touch."""
    return (days[1].year - days[0].year) * 12 + days[1].month - days[0].month + 1
