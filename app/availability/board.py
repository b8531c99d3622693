"""A house in memory: what is free and what it costs on every night ahead.

A search over all houses touches the database only to ask whether a board is still current. A board is an immutable
reading of one house at one version; writers raise the versions in their own transactions (`store.version`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from app.availability.rules import NOT_OPEN, Capacity, NightRules
from app.catalogue.queries import House, RoomType
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.queries import PriceList
from app.pricing.rules import Plan, night_minor

MOST_PARTIES = 400
"""For how many plans and parties a house remembers its prices before it starts over."""


@dataclass(frozen=True, slots=True, order=True)
class Hold:
    """A claim that runs out by itself, on a night index of a room type or of a sitting (the other is 0)."""

    expires_at: datetime
    room_type_id: int
    sitting_id: int
    night: int
    count: int


def nobody_waits(_hold: Hold) -> bool:
    """For a house without a waitlist."""
    return False


@dataclass(frozen=True, slots=True)
class Stock:
    """Free rooms per room type and night index, and free covers per sitting.

    `covers` are those left at the emptiest sitting of each night, `holds` what runs out by itself, soonest first.
    """

    version: int
    free: dict[int, list[int]]
    seats: dict[int, list[int]]
    covers: list[int]
    holds: tuple[Hold, ...]

    def at(self, instant: datetime, awaited: Callable[[Hold], bool] = nobody_waits) -> Stock:
        """This stock with what expired by `instant` counted as free, but for what is `awaited`; itself when none is."""
        if not self.holds or self.holds[0].expires_at > instant:
            return self
        gone = {hold for hold in self.holds if hold.expires_at <= instant and not awaited(hold)}
        if not gone:
            return self
        free = {room_type: list(row) for room_type, row in self.free.items()}
        seats = {sitting: list(row) for sitting, row in self.seats.items()}
        for hold in (hold for hold in self.holds if hold in gone):
            row = free[hold.room_type_id] if hold.room_type_id else seats[hold.sitting_id]
            row[hold.night] += hold.count
        covers = emptiest(seats.values(), len(self.covers))
        return Stock(self.version, free, seats, covers, tuple(hold for hold in self.holds if hold not in gone))


def emptiest(seats: Iterable[list[int]], nights: int) -> list[int]:
    """How many can sit down together on each night: the most that one sitting has left."""
    covers = [0] * nights
    for row in seats:
        covers = [max(pair) for pair in zip(covers, row, strict=True)]
    return covers


@dataclass(slots=True)
class Prices:
    """Base rates (0 for none) and restrictions per night index, and what a base rate becomes for a plan and party."""

    version: int
    rates: dict[tuple[int, int], list[int]]
    restrictions: dict[tuple[str, int], dict[int, tuple[bool, bool, bool, int, int, int]]]
    rules: dict[tuple[int, int], NightRules] = field(default_factory=dict)
    joined: dict[tuple[tuple[str, int], ...], NightRules] = field(default_factory=dict)
    amounts: dict[tuple[int, int, tuple[int, ...]], dict[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Board:
    """One house, from `first` for `nights` nights."""

    house: House
    prices_of: PriceList
    first: date
    nights: int
    stock: Stock
    prices: Prices
    holding: dict[Party, tuple[RoomType, ...]] = field(default_factory=dict, repr=False, compare=False)

    def index(self, day: date) -> int:
        return (day - self.first).days

    def day(self, index: int) -> date:
        return self.first + timedelta(days=index)

    def reaches(self, stay: Stay) -> bool:
        """True when every night of the stay, and its day of departure, is on the board."""
        return stay.arrival >= self.first and self.index(stay.departure) <= self.nights

    def room_types_for(self, party: Party) -> tuple[RoomType, ...]:
        """The room types that hold the party and meet its needs."""
        found = self.holding.get(party)
        if found is None:
            fits = [(room_type, capacity_of(room_type)) for room_type in self.house.room_types]
            found = tuple(kind for kind, room in fits if room.holds(party) and room.meets(party.needs))
            if len(self.holding) >= MOST_PARTIES:
                self.holding.clear()
            self.holding[party] = found
        return found

    def left(self, room_type_id: int, arrival: int, departure: int) -> int:
        """How many of a room type are free on every night; `NOT_OPEN` when one of them is not on sale."""
        row = self.stock.free.get(room_type_id)
        return min(row[arrival:departure]) if row else NOT_OPEN

    def covers(self, arrival: int, departure: int) -> int:
        """How many can sit down together at some hour on every one of the nights."""
        return min(self.stock.covers[arrival:departure])

    def rules(self, room_type_id: int, plan_id: int) -> NightRules:
        """What the nights forbid for a room type and plan: restrictions of house, type and plan joined."""
        key = (room_type_id, plan_id)
        if key not in self.prices.rules:
            scopes = (("location", self.house.id), ("room_type", room_type_id), ("rate_plan", plan_id))
            restricted = tuple(scope for scope in scopes if scope in self.prices.restrictions)
            if restricted not in self.prices.joined:
                found = [self.prices.restrictions[scope] for scope in restricted]
                self.prices.joined[restricted] = joined(found, self.nights)
            self.prices.rules[key] = self.prices.joined[restricted]
        return self.prices.rules[key]

    def total(self, room_type: RoomType, plan: Plan, party: Party, arrival: int, departure: int) -> int | None:
        """The gross price of the nights for a party, without what comes per stay; None when a night has no rate."""
        base = self.prices.rates.get((room_type.id, plan.base_id))
        if base is None:
            return None
        amounts = self._amounts(plan, party)
        total = 0
        for rate in base[arrival:departure]:
            if not rate:
                return None
            amount = amounts.get(rate)
            if amount is None:
                amount = amounts[rate] = night_minor(rate, plan, party, self.prices_of.party)
            total += amount
        return total

    def _amounts(self, plan: Plan, party: Party) -> dict[int, int]:
        """What a base rate becomes for a plan and a party, remembered: a house has few different rates."""
        key = (plan.id, party.adults, party.children)
        amounts = self.prices.amounts.get(key)
        if amounts is None:
            if len(self.prices.amounts) >= MOST_PARTIES:
                self.prices.amounts.clear()
            amounts = self.prices.amounts[key] = {}
        return amounts


def joined(scopes: Iterable[dict[int, tuple[bool, bool, bool, int, int, int]]], nights: int) -> NightRules:
    """Restrictions of several scopes as one: anything that one forbids is forbidden, the strictest length holds."""
    size = nights + 1
    rules = NightRules([False] * size, [False] * size, [False] * size, [1] * size, [1] * size, [0] * size)
    for scope in scopes:
        for night, (closed, to_arrival, to_departure, min_arrival, min_through, most) in scope.items():
            rules.closed[night] |= closed
            rules.closed_to_arrival[night] |= to_arrival
            rules.closed_to_departure[night] |= to_departure
            rules.min_arrival[night] = max(rules.min_arrival[night], min_arrival)
            rules.min_through[night] = max(rules.min_through[night], min_through)
            rules.max_stay[night] = min(filter(None, (rules.max_stay[night], most)), default=0)
    return rules


def capacity_of(room_type: RoomType) -> Capacity:
    return Capacity(
        room_type.adults_max,
        room_type.heads_max,
        room_type.cots_max,
        room_type.dogs_max,
        room_type.step_free,
        room_type.bath,
    )
