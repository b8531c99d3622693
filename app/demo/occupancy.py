"""Which stays the demo's houses had and will have, night by night from a fixed first day. Pure.

The nights of a room type are filled in order of arrival up to what a house of this sort sells, with the lengths,
parties and lead times of real bookings; cancelled bookings are laid over them wherever a room was free from the hour
they were booked to the hour they were cancelled. Since a later day never changes what an earlier one decided, the
world of tomorrow is the world of today and one day more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random

from app.demo.calendar import DAY, FRIDAY, SATURDAY, at_christmas, limits, permitted
from app.demo.distributions import LONGEST, Bookings, Distributions, Heads, the_distributions
from app.demo.group import House, Kind

EPOCH = date(2024, 7, 1)
"""The first arrival of the demo's world."""

WEEKEND_TARGET, HOT_TARGET = 0.985, 1.0
MONTH_TARGET = (0.58, 0.64, 0.66, 0.70, 0.72, 0.76, 0.80, 0.82, 0.76, 0.70, 0.62, 0.64)
HOUSE_TARGET = {"combe-harrow": 1.05, "withy-moor": 0.93, "saltings": 0.97}
"""Some houses are asked for more than others on weekdays."""
LENGTHS = range(1, LONGEST + 1)
HOT_SHARE = 0.22
"""Weekends with a wedding or a regatta near by; they go early."""
EARLY_RANK = 0.55
EARLY_SHARE = 0.14
"""The part of all stays that lie on such a weekend; the others are drawn so that together they follow the table."""
CANCELLED_TRIES = 4
SURPLUS = 1.07
"""More cancelled bookings are tried than real ones had, since some find no free room."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A booking before it has a guest: where, when, for how many, booked and perhaps cancelled at which instants."""

    house: str
    kind: str
    arrival: date
    nights: int
    party: Heads
    booked_at: datetime
    cancelled_at: datetime | None
    no_show: bool
    key: str

    @property
    def departure(self) -> date:
        return self.arrival + DAY * self.nights


def hot(house: House, night: date) -> bool:
    """True when the weekend of that night is one that goes early at the house."""
    year, week, _ = night.isocalendar()
    return _hot(house.slug, year, week)


@cache
def _hot(slug: str, year: int, week: int) -> bool:
    return Random(f"hot {slug} {year} {week}").random() < HOT_SHARE


def sold_target(house: House, night: date) -> float:
    """The share of rooms that the house will have sold on that night."""
    if night.weekday() in (FRIDAY, SATURDAY):
        return HOT_TARGET if hot(house, night) else WEEKEND_TARGET
    if at_christmas(night + DAY):
        return WEEKEND_TARGET
    return MONTH_TARGET[night.month - 1] * HOUSE_TARGET.get(house.slug, 1.0)


class Chain:
    """The stays of one room type from the epoch on; every draw comes from its own two sequences."""

    def __init__(self, house: House, kind: Kind, tables: Distributions) -> None:
        self.house, self.kind, self.tables = house, kind, tables
        self.rooms = len(kind.rooms)
        self.random = Random(f"kept {house.slug} {kind.slug}")
        self.other = Random(f"cancelled {house.slug} {kind.slug}")
        self.sleeping: dict[date, int] = defaultdict(int)
        self.visits: dict[date, list[Visit]] = defaultdict(list)
        self.party_weights = {id(t): self._fitting(t) for t in (tables.kept, tables.cancelled)}

    def _fitting(self, table: Bookings) -> list[float]:
        """Weights of the parties that fit here, raised by how few of the house's rooms they fit."""
        return [
            weight / sum(len(kind.rooms) for kind in self.house.kinds if fits(kind, party))
            if fits(self.kind, party)
            else 0.0
            for party, weight in zip(table.parties, table.party_weights, strict=True)
        ]

    def fill(self, until: date) -> None:
        """Every kept stay that arrives before `until` is there."""
        arrival = EPOCH
        while arrival < until:
            self._fill_night(arrival)
            arrival += DAY

    def _fill_night(self, arrival: date) -> None:
        target = sold_target(self.house, arrival) * self.rooms
        wanted = int(target + self.random.random())
        if limits(self.house, arrival).closed_to_arrival:
            return
        for number in range(max(0, min(wanted, self.rooms) - self.sleeping[arrival])):
            nights = self._length(arrival)
            if nights:
                self._keep(arrival, nights, number)

    def _length(self, arrival: date) -> int:
        """A length that is permitted and finds a room free on each night; 0 when none does."""
        weights = list(self.tables.kept.nights_on(arrival))
        allowed = permitted(self.house, arrival, LONGEST)
        for n in range(1, LONGEST + 1):
            if self.sleeping[arrival + DAY * (n - 1)] >= self.rooms:
                del weights[n - 1 :]
                break
            if n not in allowed:
                weights[n - 1] = 0.0
        return self.random.choices(LENGTHS[: len(weights)], weights)[0] if any(weights) else 0

    def _keep(self, arrival: date, nights: int, number: int) -> None:
        random = self.random
        for n in range(nights):
            self.sleeping[arrival + DAY * n] += 1
        early = any(hot(self.house, night) and night.weekday() == SATURDAY for night in span(arrival, nights))
        lead = self.tables.kept.lead_at(_rank(early, random), nights)
        self.visits[arrival].append(
            Visit(
                house=self.house.slug,
                kind=self.kind.slug,
                arrival=arrival,
                nights=nights,
                party=self._party(self.tables.kept, random),
                booked_at=booked_instant(arrival, lead, random),
                cancelled_at=None,
                no_show=random.random() < self.tables.no_show_share,
                key=f"{self.house.slug} {self.kind.slug} {arrival} {number}",
            )
        )

    def _party(self, table: Bookings, random: Random) -> Heads:
        return random.choices(table.parties, self.party_weights[id(table)])[0]

    def cancel(self, until: date) -> Iterator[Visit]:
        """The cancelled bookings that arrive before `until`; the nights of their longest stay must be filled."""
        laid: dict[date, list[Visit]] = defaultdict(list)
        covering: dict[date, list[Visit]] = defaultdict(list)
        for visits in self.visits.values():
            for visit in visits:
                for night in span(visit.arrival, visit.nights):
                    covering[night].append(visit)
        share = self.tables.cancelled_per_kept * SURPLUS
        for arrival in span(EPOCH, (until - EPOCH).days):
            for number in range(sum(self.other.random() < share for _ in self.visits[arrival])):
                found = self._cancelled(arrival, number, covering, laid)
                if found:
                    for night in span(found.arrival, found.nights):
                        laid[night].append(found)
                    yield found

    def _cancelled(
        self, arrival: date, number: int, covering: dict[date, list[Visit]], laid: dict[date, list[Visit]]
    ) -> Visit | None:
        random, table = self.other, self.tables.cancelled
        weights, allowed = table.nights_on(arrival), permitted(self.house, arrival, LONGEST)
        for _ in range(CANCELLED_TRIES):
            nights = random.choices(LENGTHS, weights)[0]
            lead = table.lead_at(random.random(), nights)
            booked_at = booked_instant(arrival, lead, random)
            before = self.tables.days_before(lead, random)
            cancelled_at = cancelled_instant(arrival, before, booked_at, random)
            party = self._party(table, random)
            if nights in allowed and all(
                self._free(night, booked_at, cancelled_at, covering, laid) for night in span(arrival, nights)
            ):
                key = f"{self.house.slug} {self.kind.slug} {arrival} c{number}"
                return Visit(
                    self.house.slug,
                    self.kind.slug,
                    arrival,
                    nights,
                    party,
                    booked_at,
                    cancelled_at,
                    False,
                    key,
                )
        return None

    def _free(
        self,
        night: date,
        booked_at: datetime,
        cancelled_at: datetime,
        covering: dict[date, list[Visit]],
        laid: dict[date, list[Visit]],
    ) -> bool:
        """True when a room stays free all that time, counting every overlapping booking as if all met at once."""
        kept = sum(visit.booked_at <= cancelled_at for visit in covering[night])
        held = sum(v.booked_at <= cancelled_at and (v.cancelled_at or cancelled_at) >= booked_at for v in laid[night])
        return kept + held < self.rooms


def fits(kind: Kind, party: Heads) -> bool:
    adults, children, infants = party
    return adults <= kind.adults and adults + children <= kind.heads and infants <= kind.cots


def _rank(early: bool, random: Random) -> float:
    """Where in the table of lead times a booking stands; uniform over early and other bookings together."""
    if early or random.random() >= EARLY_RANK / (1 - EARLY_SHARE):
        return random.uniform(EARLY_RANK, 1)
    return random.uniform(0, EARLY_RANK)


def span(first: date, days: int) -> Iterator[date]:
    return (first + DAY * n for n in range(days))


def booked_instant(arrival: date, lead: int, random: Random) -> datetime:
    """An hour of day at which people book; on the day of arrival before it is time to arrive."""
    minute = random.randrange(8 * 60, 14 * 60) if lead == 0 else int(random.triangular(7 * 60, 23 * 60, 20 * 60))
    return _instant(arrival - DAY * lead, minute, random)


def cancelled_instant(arrival: date, before: int, booked_at: datetime, random: Random) -> datetime:
    """Some time on the day that lies `before` days ahead of arrival, and after the booking."""
    minute = random.randrange(7 * 60, 14 * 60 if before == 0 else 22 * 60)
    return max(
        _instant(arrival - DAY * before, minute, random),
        booked_at + timedelta(minutes=random.randrange(5, 50)),
    )


def _instant(day: date, minute: int, random: Random) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60, random.randrange(60)), UTC)


def visits(house: House, until: date) -> Iterator[Visit]:
    """All bookings of a house, kept and cancelled, with an arrival from the epoch on and before `until`."""
    tables = the_distributions()
    for kind in house.kinds:
        chain = Chain(house, kind, tables)
        chain.fill(until + DAY * LONGEST)
        for arrival in span(EPOCH, (until - EPOCH).days):
            yield from chain.visits[arrival]
        yield from chain.cancel(until)
