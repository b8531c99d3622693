"""Who comes back, what it costs that somebody comes, and what they are worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.experience.estimates import mean, wilson
from app.experience.spend import Spent
from app.insight.board.bookings import Kept
from app.insight.board.rules import Days, Point, share_of_month, within, years_back


@dataclass(frozen=True, slots=True)
class Cost:
    """What it cost to bring some bookings, in minor units: commission, what offers took off, and media."""

    bookings: int = 0
    commission_minor: int = 0
    reductions_minor: int = 0
    media_minor: int = 0

    @property
    def each_minor(self) -> float | None:
        whole = self.commission_minor + self.reductions_minor + self.media_minor
        return whole / self.bookings if self.bookings else None


def repeat_share(bookings: Sequence[Kept], days: Days) -> Point:
    """Of the stays that arrive in the days, those of guests who had been here before."""
    arriving = [one for one in bookings if within(one.arrival_on, days)]
    found = wilson(sum(one.returning for one in arriving), len(arriving))
    return Point(days, found.n, found.share, found.low, found.high)


def cost_of(
    bookings: Sequence[Kept],
    days: Days,
    *,
    new: bool,
    taken_off: Mapping[int, int],
    spent: Mapping[date, Spent],
    location_ids: Collection[int] | None,
) -> Cost:
    """What the first bookings of new guests (`new`), or the bookings of known ones, that were made in the days cost.

    Media spend counts by days of its month. It is the group's: some houses carry their share of the bookings.
    """
    every = [one for one in bookings if one.new == new and within(one.booked_on, days)]
    own = [one for one in every if location_ids is None or one.location_id in location_ids]
    media = sum(
        (month.acquiring_minor if new else month.keeping_minor) * share_of_month(days, month_on)
        for month_on, month in spent.items()
    )
    return Cost(
        len(own),
        sum(one.commission_minor for one in own),
        sum(taken_off.get(one.id, 0) for one in own),
        round(media * len(own) / len(every)) if every else 0,
    )


def guest_value(bookings: Sequence[Kept], last_on: date) -> Point:
    """What each guest who stayed in the 24 months up to that day was quoted for those stays, in the mean."""
    days = years_back(last_on)
    worth: Counter[int] = Counter()
    for one in bookings:
        if within(one.departure_on, days):
            worth[one.guest_id] += one.total_minor
    found = mean(worth.values())
    return Point(days, found.n, found.mean, found.low, found.high)
