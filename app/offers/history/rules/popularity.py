"""What most people book: the order of houses and rooms, what is taken in a month, and the plain mean of all guests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

LEAST_BOOKINGS = 30
"""Fewer say nothing about a month."""


@dataclass(frozen=True, slots=True)
class Population:
    """Means over all stays of twelve months: what a guest of whom little is known is taken to be like.

    Shares are 0 to 1; `night_edges` are the quartiles of what a night came to.
    """

    stays: int = 0
    nights: float = 2.0
    heads: float = 2.0
    lead_days: float = 30.0
    cadence_days: float = 180.0
    night_minor: float = 20_000.0
    weekend_share: float = 0.5
    supper_share: float = 0.5
    extra_share: float = 0.2
    dog_share: float = 0.1
    cancelled_share: float = 0.1
    night_edges: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """Of the bookings that arrive in a month of the year, how many took supper, or each extra."""

    bookings: int = 0
    suppers: int = 0
    extras: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Popularity:
    """How often houses and room types were booked in the last twelve months. Empty before it was ever counted."""

    houses: Mapping[int, int] = field(default_factory=dict)
    room_types: Mapping[int, int] = field(default_factory=dict)
    months: Mapping[int, Month] = field(default_factory=dict)
    population: Population = field(default_factory=Population)

    def most_take_supper(self, month: int) -> bool:
        """More than half of thirty or more who come in that month of the year have supper."""
        found = self.months.get(month, Month())
        return found.bookings >= LEAST_BOOKINGS and 2 * found.suppers > found.bookings

    def most_take(self, extra_id: int, month: int) -> bool:
        """The same of an extra."""
        found = self.months.get(month, Month())
        return found.bookings >= LEAST_BOOKINGS and 2 * found.extras.get(extra_id, 0) > found.bookings


def popular_first(ids: Iterable[int], counts: Mapping[int, int]) -> list[int]:
    """The ids, the most booked first; of equals in the order given."""
    return sorted(ids, key=lambda one: -counts.get(one, 0))


def to_document(popularity: Popularity) -> dict[str, Any]:
    """As JSON can hold it."""
    return asdict(popularity)


def from_document(document: Mapping[str, Any]) -> Popularity:
    """The popularity that was written."""
    return Popularity(
        houses=_counts(document["houses"]),
        room_types=_counts(document["room_types"]),
        months={
            int(month): Month(own["bookings"], own["suppers"], _counts(own["extras"]))
            for month, own in document["months"].items()
        },
        population=Population(
            **(document["population"] | {"night_edges": tuple(document["population"]["night_edges"])})
        ),
    )


def _counts(document: Mapping[str, int]) -> dict[int, int]:
    return {int(key): count for key, count in document.items()}
