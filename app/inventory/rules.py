"""What is wanted, and how wants become changes of counters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.kernel.stay import ONE_NIGHT, Stay


@dataclass(frozen=True, slots=True, order=True)
class Want:
    """`count` of a resource on every night from `first` up to but not including `until`, for one part of an owner."""

    resource_id: int
    first: date
    until: date
    count: int
    part: int = 0

    @property
    def nights(self) -> int:
        return (self.until - self.first).days

    def __iter__(self) -> Iterator[date]:
        return iter(Stay(self.first, self.until))


def for_stay(resource_id: int, stay: Stay, count: int = 1, part: int = 0) -> Want:
    """The want for every night of a stay."""
    return Want(resource_id, stay.arrival, stay.departure, count, part)


def for_night(resource_id: int, night: date, count: int, part: int = 0) -> Want:
    """The want for one night."""
    return Want(resource_id, night, night + ONE_NIGHT, count, part)


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """Neighbouring nights of one resource whose counter changes by the same number."""

    resource_id: int
    first: date
    until: date
    count: int

    @property
    def nights(self) -> int:
        return (self.until - self.first).days


def runs(counts: Iterable[tuple[int, date, int]]) -> list[Run]:
    """Counts per (resource, night), added up and folded into runs in (resource, night) order."""
    added: dict[tuple[int, date], int] = {}
    for resource_id, night, count in counts:
        key = (resource_id, night)
        added[key] = added.get(key, 0) + count
    folded: list[Run] = []
    for (resource_id, night), count in sorted(added.items()):
        last = folded[-1] if folded else None
        if last and (last.resource_id, last.until, last.count) == (resource_id, night, count):
            folded[-1] = Run(resource_id, last.first, night + ONE_NIGHT, count)
        else:
            folded.append(Run(resource_id, night, night + ONE_NIGHT, count))
    return folded


def changes(
    before: Iterable[tuple[int, date, int]], after: Iterable[tuple[int, date, int]]
) -> tuple[list[Run], list[Run]]:
    """What an owner who held `before` gives back and takes to hold `after`; what stays the same is in neither."""
    difference: Counter[tuple[int, date]] = Counter()
    for resource_id, night, count in after:
        difference[resource_id, night] += count
    for resource_id, night, count in before:
        difference[resource_id, night] -= count
    less = runs((*key, -count) for key, count in difference.items() if count < 0)
    more = runs((*key, count) for key, count in difference.items() if count > 0)
    return less, more


def nights_between(first: date, until: date) -> list[date]:
    """Each night from `first` up to but not including `until`; none when they are the wrong way round."""
    return [first + timedelta(days=i) for i in range(max((until - first).days, 0))]
