"""What a log of decisions comes to, day by day, such that the days up to any day add up to what it said by then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from app.offers.proof.rules.holdout import HOLDOUT, OFFERS

EVERY = 0
"""All offers together; no promotion has that id."""

KEPT = "kept"


class Decided(NamedTuple):
    """A decision of the log, with its day on the group's calendar. `late` after the first verdict; `came` is None while
    that is open; `rewarded` once its reward is known."""

    promotion_id: int
    instead_id: int | None
    guest_id: int
    arm: str
    at: datetime
    day_on: date
    late: bool
    came: bool | None
    outcome: str | None
    currency: str | None
    revenue_minor: int
    cost_minor: int
    rewarded: bool


class DayKey(NamedTuple):
    """Of an offer or all of them; `currency` is empty for what was not kept."""

    day_on: date
    promotion_id: int
    currency: str


class ArmKey(NamedTuple):
    day_on: date
    promotion_id: int
    arm: str
    late: bool


@dataclass(slots=True)
class DaySum:
    """`guests` were shown it on that day and never before; of all offers together that alone is counted."""

    guests: int = 0
    times: int = 0
    taken: int = 0
    kept: int = 0
    revenue_minor: int = 0
    cost_minor: int = 0


@dataclass(slots=True)
class ArmSum:
    """Guests of an arm of whom something is known: those whose first such decision fell on that day, how many of them
    came by now (`guests_came`), and those of whom a decision of that day is the first upon which they came (`came`).
    `month_` counts each guest once a month, of all offers together. `first_at` is the first such decision of the day.
    """

    first_at: datetime
    guests: int = 0
    guests_came: int = 0
    came: int = 0
    month_guests: int = 0
    month_came: int = 0


@dataclass(slots=True)
class Sums:
    """`steps` rises with whatever becomes known of a decision: while it and the number of decisions are the same, so is
    the log. `known` and `came` are the days on which the guests of an offer, an arm and a side of the first verdict
    first became known, and first came."""

    days: Mapping[DayKey, DaySum] = field(default_factory=dict)
    arms: Mapping[ArmKey, ArmSum] = field(default_factory=dict)
    decisions: int = 0
    steps: int = 0
    known: Mapping[_Unit, _Earliest] = field(default_factory=dict)
    came: Mapping[_Unit, _Earliest] = field(default_factory=dict)

    @property
    def known_guests(self) -> set[int]:
        return {guest_id for first in self.known.values() for guest_id in first}


_Unit = tuple[int, str, bool]
_Month = tuple[date, str, bool]
_Earliest = dict[int, date]
"""By guest."""


def sum_up(decisions: Iterable[Decided]) -> Sums:
    """In whatever order they are given. Holds two dates for each guest and offer, and no decision."""
    days: defaultdict[DayKey, DaySum] = defaultdict(DaySum)
    arms: dict[ArmKey, ArmSum] = {}
    shown: defaultdict[int, _Earliest] = defaultdict(dict)
    known, came = defaultdict[_Unit, _Earliest](dict), defaultdict[_Unit, _Earliest](dict)
    known_of, came_of = defaultdict[_Month, _Earliest](dict), defaultdict[_Month, _Earliest](dict)
    n = steps = 0
    for one in decisions:
        n += 1
        steps += (one.outcome is not None) + one.rewarded + (one.came is not None)
        _add(days, one)
        for promotion_id in (one.promotion_id, EVERY):
            _earliest(shown[promotion_id], one.guest_id, one.day_on)
        if one.came is None or one.arm not in (OFFERS, HOLDOUT):
            continue
        for promotion_id in _compared_in(one):
            key = ArmKey(one.day_on, promotion_id, one.arm, one.late)
            own = arms.setdefault(key, ArmSum(one.at))
            own.first_at = min(own.first_at, one.at)
            unit = (promotion_id, one.arm, one.late)
            _earliest(known[unit], one.guest_id, one.day_on)
            if one.came:
                _earliest(came[unit], one.guest_id, one.day_on)
        month = (one.day_on.replace(day=1), one.arm, one.late)
        _earliest(known_of[month], one.guest_id, one.day_on)
        if one.came:
            _earliest(came_of[month], one.guest_id, one.day_on)
    for promotion_id, first in shown.items():
        for day_on in first.values():
            days[DayKey(day_on, promotion_id, "")].guests += 1
    _count(arms, known, came, known_of, came_of)
    return Sums(dict(days), arms, n, steps, known, came)


def _count(
    arms: Mapping[ArmKey, ArmSum],
    known: Mapping[_Unit, _Earliest],
    came: Mapping[_Unit, _Earliest],
    known_of: Mapping[_Month, _Earliest],
    came_of: Mapping[_Month, _Earliest],
) -> None:
    for unit, first in known.items():
        these = came.get(unit, {})
        for guest_id, day_on in first.items():
            own = arms[ArmKey(day_on, *unit)]
            own.guests += 1
            own.guests_came += guest_id in these
    for unit, first in came.items():
        for day_on in first.values():
            arms[ArmKey(day_on, *unit)].came += 1
    for (_, arm, late), first in known_of.items():
        for day_on in first.values():
            arms[ArmKey(day_on, EVERY, arm, late)].month_guests += 1
    for (_, arm, late), first in came_of.items():
        for day_on in first.values():
            arms[ArmKey(day_on, EVERY, arm, late)].month_came += 1


def _add(days: defaultdict[DayKey, DaySum], one: Decided) -> None:
    kept = one.outcome == KEPT
    own = days[DayKey(one.day_on, one.promotion_id, (one.currency or "") if kept else "")]
    own.times += 1
    own.taken += one.outcome is not None
    if kept:
        own.kept += 1
        own.revenue_minor += one.revenue_minor
        own.cost_minor += one.cost_minor


def _compared_in(one: Decided) -> Iterable[int]:
    """All offers together, and the one that the guest's history would have them shown where the arms differ."""
    if one.instead_id is None:
        return (EVERY,)
    return (EVERY, one.promotion_id if one.arm == OFFERS else one.instead_id)


def _earliest(of: _Earliest, guest_id: int, day_on: date) -> None:
    known = of.get(guest_id)
    if known is None or day_on < known:
        of[guest_id] = day_on
