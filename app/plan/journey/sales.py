"""What the houses sold against the same weekdays a year before, and what of it fell by more than chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.experience.estimates import Change, holm
from app.insight.performance import Period, year_before
from app.insight.period import Filters
from app.plan.measures import Figure, compared, sales_measured


@dataclass(frozen=True, slots=True)
class Sold:
    """A figure of the desk's reports, by the key of its measure, beside that of a year before; n are nights at houses.

    `change` is now less then.
    """

    measure: str
    now: Figure
    before: Figure
    change: Change

    @property
    def fall(self) -> float:
        """How much lower it is, of what it was; 0 where it is not."""
        was, difference = self.before.value or 0.0, self.change.difference or 0.0
        return max(0.0, -difference / was) if was > 0 else 0.0


def sold(filters: Filters) -> list[Sold]:
    """The days and houses of the filters, whatever else they ask for; fourteen statements."""
    period = Period(filters.since_on, filters.until_on)
    then = year_before(period)
    before = sales_measured((then.first, then.last), filters.location_ids)
    now = sales_measured((period.first, period.last), filters.location_ids)
    return [Sold(key, one, before[key], compared(before[key], one)) for key, one in now.items()]


def fallen(found: Sequence[Sold]) -> list[Sold]:
    """Those that are lower, beyond chance although several were asked at once (Holm 1979), the largest fall first; only
    with thirty nights on either side."""
    known = [one for one in found if one.change.p is not None and not (one.now.thin or one.before.thin)]
    held = holm([one.change.p or 0.0 for one in known])
    lower = [one for one, holds in zip(known, held, strict=True) if holds and one.fall]
    return sorted(lower, key=lambda one: -one.fall)
