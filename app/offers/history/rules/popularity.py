"""What most people book: the order of houses and rooms, what is taken in a month, and the plain mean of all guests."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
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
    lead_days: float = 30.0
    weekend_share: float = 0.5
    supper_share: float = 0.5
    cancelled_share: float = 0.1
    night_edges: tuple[int, ...] = ()

    def spend_band(self, night_minor: int | None) -> int | None:
        """1 (the lowest quarter of what stays came to a night) to 4; None where either is not known."""
        if night_minor is None or not self.night_edges:
            return None
        return 1 + bisect_right(self.night_edges, night_minor)


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
        population=_population(document["population"]),
    )


def _population(document: Mapping[str, Any]) -> Population:
    """What is not counted any more is passed over."""
    kept = {one.name: document[one.name] for one in fields(Population) if one.name in document}
    return Population(**(kept | {"night_edges": tuple(document["night_edges"])}))


def _counts(document: Mapping[str, int]) -> dict[int, int]:
    return {int(key): count for key, count in document.items()}
