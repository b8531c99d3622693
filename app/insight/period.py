"""Which visits, stays and answers a report is about: the filters that every page of the marketing desk shares."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.experience.funnel.rules.bands import LEADS, PARTIES, Band, band_of
from app.kernel.errors import Invalid

__all__ = ["DAYS", "LEADS", "MOST_DAYS", "OF_VISITS", "PARTIES", "Band", "Filters", "band_of", "read_period"]

DAYS = 28
"""How long a period is unless one is chosen: four whole weeks, so that weekdays weigh the same."""

MOST_DAYS = 800
"""Events are kept for 25 months; a longer period has nothing to add."""


EARLIEST_YEAR, LATEST_YEAR = 2000, 2200
OUT_OF_RANGE = f"A day lies between the years {EARLIEST_YEAR} and {LATEST_YEAR}."

OF_VISITS = {
    "source": "source",
    "device": "device",
    "returning": "new or returning",
    "heads": "party",
    "lead": "lead time",
}
"""What only visits know of, by the field of `Filters`: none is ever joined to an answer, a booking or a case."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Days of the group from `since_on` up to and with `until_on`; `against` are such days to compare with.

    None is any: `location_ids` of None are all houses and what came to no house. `heads` and `lead` are from so many
    up to and with so many. Raises `Invalid` for a period that ends before it begins or is longer than `MOST_DAYS`.
    """

    since_on: date
    until_on: date
    against: tuple[date, date] | None = None
    location_ids: tuple[int, ...] | None = None
    source: str | None = None
    device: str | None = None
    returning: bool | None = None
    heads: Band | None = None
    lead: Band | None = None

    def __post_init__(self) -> None:
        for first, last in filter(None, ((self.since_on, self.until_on), self.against)):
            if not 0 <= (last - first).days < MOST_DAYS:
                raise Invalid(f"A period has between one day and {MOST_DAYS}, and begins before it ends.")

    @property
    def days(self) -> int:
        return (self.until_on - self.since_on).days + 1

    @property
    def of_visits(self) -> tuple[str, ...]:
        """The names of what is asked for and narrows visits alone."""
        return tuple(name for field, name in OF_VISITS.items() if getattr(self, field) is not None)

    @property
    def before(self) -> Filters | None:
        """The same question of the days to compare with; None where there are none."""
        if self.against is None:
            return None
        return replace(self, since_on=self.against[0], until_on=self.against[1], against=None)

    @property
    def whole(self) -> Filters:
        """The same days and houses with nothing else filtered: what the ledger can be held against."""
        return Filters(self.since_on, self.until_on, self.against, self.location_ids)


def read_period(since: str | None, until: str | None, today: date) -> Filters:
    """The days from `since` up to and with `until`; the last of them is today and there are 28 unless told.

    Raises `Invalid` for what is no date, or none of our time.
    """
    try:
        last = date.fromisoformat(until) if until else today
        first = date.fromisoformat(since) if since else last - timedelta(days=DAYS - 1)
    except ValueError:
        raise Invalid("A day is written like 2027-03-05.") from None
    except OverflowError:
        raise Invalid(OUT_OF_RANGE) from None
    if first.year < EARLIEST_YEAR or last.year > LATEST_YEAR:
        raise Invalid(OUT_OF_RANGE)
    return Filters(first, last)
