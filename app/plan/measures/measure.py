"""What a measure is: a name, what it may be asked of, and a query that counts its answers by house."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.catalogue.queries import catalogue
from app.kernel.wall import wall_instant

Days = tuple[date, date]
"""The first and the last day of a time."""

ByHouse = dict[int | None, Counter[Any]]
"""How often each answer was given, by house; None for what belongs to no house. An answer is a whole number, or, for a
figure of two sums, the pair that it adds to them."""

Query = Callable[[str, Days, Collection[int] | None], ByHouse]
"""Of what, in which days, at which houses (all where None)."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that a goal or an action may name. `kind` is share, nps or mean, where a share counts answers from
    `good` on; or rate or money, a sum by another.

    `options` are what it may be asked of, with their words; a measure that needs none has only the empty one.
    `counted` is what its n is a number of. One of the `whole_group` belongs to no house: it has no data of one.
    """

    key: str
    name: str
    definition: str
    kind: str
    query: Query
    options: Mapping[str, str]
    good: int = 1
    more_is_better: bool = True
    counted: str = "answers"
    whole_group: bool = False

    def words(self, of: str) -> str:
        """`CSAT, supper`, `Step rate, results to details`, `NPS`."""
        more = self.options.get(of, of)
        return f"{self.name}, {more[:1].lower()}{more[1:]}" if more else self.name


def instants(days: Days) -> tuple[datetime, datetime]:
    """From the first instant of the group's days up to but not including the one after their last."""
    zone = catalogue().houses[0].timezone if catalogue().houses else "UTC"
    return wall_instant(days[0], 0, 0, zone), wall_instant(days[1] + timedelta(days=1), 0, 0, zone)
