"""For whom an offer works: ways in which guests are told apart by the stays that lay behind them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median_low
from typing import NamedTuple

from app.offers.history.rules.facts import LAPSED_AFTER

WEEKEND = (4, 5)
"""The nights of Friday and Saturday."""


@dataclass(frozen=True, slots=True)
class Before:
    """A stay that had ended; `adults`, `children` and whether there were `dogs` of all its rooms, infants among the
    children."""

    arrival_on: date
    departure_on: date
    booked_on: date
    location_id: int
    adults: int = 2
    children: bool = False
    dogs: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """One way of telling guests apart. Each that has stayed is in one group; `names` are the groups in their order, ()
    where they are houses, whose keys are location ids."""

    words: str
    names: tuple[str, ...]
    group: Callable[[Sequence[Before], date], str | int]


NEW = "New to us"
MIDWEEK, WEEKENDS = "Stayed midweek before", "Stayed at weekends only"
NIGHTS = ("One night", "Two or three nights", "Four nights or more")
AHEAD = ("In the two weeks before", "Two to eight weeks before", "Earlier than that")
PARTIES = ("One person", "Two people", "Three or more", "With children")
DOGS = ("With a dog", "Without a dog")
RHYTHMS = ("One stay so far", "Within their own rhythm", "Lapsed by their own rhythm")


def groups_of(stays: Sequence[Before], on: date) -> list[str | int | None]:
    """The group of a guest in each of `WAYS`, by the stays that had ended by that day; a new one is `NEW` in the first
    and in no other."""
    before = sorted((one for one in stays if one.departure_on <= on), key=lambda one: one.arrival_on)
    if not before:
        return [NEW, *[None] * (len(WAYS) - 1)]
    return [way.group(before, on) for way in WAYS]


def _when(before: Sequence[Before], _on: date) -> str:
    nights = (
        one.arrival_on + timedelta(days=night)
        for one in before
        for night in range((one.departure_on - one.arrival_on).days)
    )
    return MIDWEEK if any(night.weekday() not in WEEKEND for night in nights) else WEEKENDS


def _length(before: Sequence[Before], _on: date) -> str:
    nights = (before[-1].departure_on - before[-1].arrival_on).days
    return NIGHTS[(nights > 1) + (nights > 3)]


def _lead(before: Sequence[Before], _on: date) -> str:
    days = (before[-1].arrival_on - before[-1].booked_on).days
    return AHEAD[(days > 14) + (days > 56)]


def _party(before: Sequence[Before], _on: date) -> str:
    last = before[-1]
    return PARTIES[3 if last.children else min(max(last.adults, 1), 3) - 1]


def _dogs(before: Sequence[Before], _on: date) -> str:
    return DOGS[not before[-1].dogs]


def _house(before: Sequence[Before], _on: date) -> int:
    return before[-1].location_id


def _rhythm(before: Sequence[Before], on: date) -> str:
    gaps = [(later.arrival_on - earlier.arrival_on).days for earlier, later in pairwise(before)]
    if not gaps:
        return RHYTHMS[0]
    lapses_on = max(one.departure_on for one in before) + timedelta(days=LAPSED_AFTER * max(1, median_low(gaps)))
    return RHYTHMS[1 + (lapses_on <= on)]


WAYS = (
    Way("When they stayed", (MIDWEEK, WEEKENDS, NEW), _when),
    Way("How long they stayed last", NIGHTS, _length),
    Way("When they booked their last stay", AHEAD, _lead),
    Way("Who came last", PARTIES, _party),
    Way("Whether a dog came last", DOGS, _dogs),
    Way("Where they stayed last", (), _house),
    Way("How often they come", RHYTHMS, _rhythm),
)
"""In the order of the page."""


class Seen(NamedTuple):
    """A guest of an arm on one side of the first verdict: the day on which they first saw an offer, and whether they
    came."""

    guest_id: int
    arm: str
    late: bool
    first_on: date
    came: bool


class GroupKey(NamedTuple):
    """A group of the way at that place of `WAYS`; a house's `name` is its location id."""

    way: int
    name: str
    arm: str
    late: bool


@dataclass(slots=True)
class GroupSum:
    """So many guests, of whom so many came; the first of them saw the offer on `first_on`."""

    first_on: date
    guests: int = 0
    came: int = 0


def add_groups(sums: dict[GroupKey, GroupSum], seen: Iterable[Seen], stays: Mapping[int, Sequence[Before]]) -> None:
    """Each guest who saw one offer is counted in their groups as they were when they first saw it, whatever the arm."""
    own, first = list(seen), dict[int, date]()
    for one in own:
        first[one.guest_id] = min(one.first_on, first.get(one.guest_id, one.first_on))
    groups = {guest_id: groups_of(stays.get(guest_id, ()), on) for guest_id, on in first.items()}
    for one in own:
        for way, name in enumerate(groups[one.guest_id]):
            if name is None:
                continue
            group = sums.setdefault(GroupKey(way, str(name), one.arm, one.late), GroupSum(one.first_on))
            group.first_on = min(group.first_on, one.first_on)
            group.guests += 1
            group.came += one.came
