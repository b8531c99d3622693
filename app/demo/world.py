"""The demo group's bookings, whole: visits with their guests, rate plans, suppers, extras and references. Pure.

The world of a later day holds every booking of an earlier day's world unchanged, and those booked in between.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from operator import attrgetter
from random import Random

from app.demo.agents import DemoAgent, agent_of
from app.demo.calendar import DAY
from app.demo.distributions import ON_SALE
from app.demo.group import Group, House, Kind, the_group
from app.demo.guests import Company, Person
from app.demo.occupancy import Visit, span, visits
from app.kernel.reference import CROCKFORD, LENGTH

HORIZON = ON_SALE
PAST = 548
"""Days of arrivals before today that a fresh demo database holds: eighteen months."""
CHANGED_OF_HUNDRED = 9


@dataclass(frozen=True, slots=True)
class Booked:
    """One booking of the demo group. `suppers` are (night, index of the sitting); `extras` counts by slug."""

    reference: str
    visit: Visit
    guest: Person
    dogs: int
    plan: str
    paid_now: bool
    by_phone: bool
    agent: DemoAgent | None
    suppers: tuple[tuple[date, int], ...]
    extras: tuple[tuple[str, int], ...]
    checked_in_at: datetime
    checked_out_at: datetime
    no_show_at: datetime

    @property
    def source(self) -> str:
        """How the ledger says it came."""
        return "agent" if self.agent else "phone" if self.by_phone else "web"

    @property
    def stayed_before(self) -> bool:
        """True when the guest had been at one of the houses before they booked this."""
        return any(arrival < self.visit.booked_at.date() for arrival, _ in self.guest.stays)

    @property
    def changed_at(self) -> datetime | None:
        """When the guest moved a supper to another hour on the site; None for who never did, and for who cancelled."""
        ahead = datetime.combine(self.visit.arrival, time(), UTC) - self.visit.booked_at
        drawn = int.from_bytes(blake2b(f"changed {self.reference}".encode(), digest_size=4).digest())
        if self.source != "web" or not self.suppers or self.visit.cancelled_at or ahead.days < 2:
            return None
        at = self.visit.booked_at + ahead * (0.1 + 0.8 * (drawn // 100 % 97) / 97)
        return at if drawn % 100 < CHANGED_OF_HUNDRED else None

    @property
    def adults(self) -> int:
        return self.visit.party[0]

    @property
    def cots(self) -> int:
        return self.visit.party[2]

    @property
    def children(self) -> tuple[int, ...]:
        """Ages; the same booking always has the same children."""
        random = Random(f"children {self.visit.key}")
        return tuple(sorted(random.randrange(2, 16) for _ in range(self.visit.party[1])))

    @property
    def covers(self) -> int:
        return self.visit.party[0] + self.visit.party[1]


class Stock:
    """Covers and counted extras, given out in booked order; what was cancelled is not given out again.

    So no moment in between can have had more than there are.
    """

    def __init__(self, group: Group) -> None:
        self.left: dict[tuple[str, str, date], int] = {}
        self.most: dict[tuple[str, str], int] = {}
        for house in group.houses:
            for index, sitting in enumerate(house.sittings):
                self.most[house.slug, f"sitting {index}"] = sitting.covers
            for extra in group.plain["extras"]:
                stock = extra.get("stock")
                if stock:
                    self.most[house.slug, extra["slug"]] = stock[house.slug] if isinstance(stock, dict) else stock

    def take(self, house: str, what: str, nights: list[date], count: int) -> bool:
        """Take `count` on each of the nights, all or nothing; what has no stock is always there."""
        most = self.most.get((house, what))
        if most is None:
            return True
        if any(self.left.get((house, what, night), most) < count for night in nights):
            return False
        for night in nights:
            self.left[house, what, night] = self.left.get((house, what, night), most) - count
        return True


def reference_of(key: str) -> str:
    """A reference that is always the same for the same visit; eight Crockford letters of a digest."""
    number = int.from_bytes(blake2b(key.encode(), digest_size=5).digest(), "big")
    return "".join(CROCKFORD[number >> 5 * place & 31] for place in range(LENGTH))


class Host:
    """Completes visits in the order in which they were booked."""

    def __init__(self, group: Group) -> None:
        self.houses = {house.slug: house for house in group.houses}
        self.kinds = {(house.slug, kind.slug): kind for house in group.houses for kind in house.kinds}
        self.company = Company(group.houses)
        self.stock = Stock(group)

    def complete(self, visit: Visit) -> Booked:
        guest = self.company.guest_of(visit)
        random = Random(f"choices {visit.key}")
        kind, house = self.kinds[visit.house, visit.kind], self.houses[visit.house]
        visit = self._with_cots(visit)
        dogs = min(guest.dogs, kind.dogs)
        plan = _plan(visit, guest, random)
        agent = agent_of(visit.key) if plan != "saver" else None
        suppers = self._suppers(visit, guest, house, plan, random)
        if plan == "supper" and len(suppers) < visit.nights:
            plan = "flexible"
        return Booked(
            reference=reference_of(visit.key),
            visit=visit,
            guest=guest,
            dogs=dogs,
            plan=plan,
            paid_now=plan == "saver" or (random.random() < 0.62 and agent is None),
            by_phone=random.random() < 0.11 and agent is None,
            agent=agent,
            suppers=suppers,
            extras=self._extras(visit, kind, dogs, random),
            checked_in_at=_at(visit.arrival, random.randrange(15 * 60, 20 * 60)),
            checked_out_at=_at(visit.departure, random.randrange(8 * 60, 11 * 60)),
            no_show_at=_at(visit.arrival + DAY, 6 * 60),
        )

    def _with_cots(self, visit: Visit) -> Visit:
        """The visit, without infants when no cot is left: they sleep in the big bed and are not asked for."""
        adults, children, infants = visit.party
        nights = list(span(visit.arrival, visit.nights))
        if not infants or self.stock.take(visit.house, "cot", nights, infants):
            return visit
        return replace(visit, party=(adults, children, 0))

    def _suppers(
        self, visit: Visit, guest: Person, house: House, plan: str, random: Random
    ) -> tuple[tuple[date, int], ...]:
        wanted = visit.nights if plan == "supper" or guest.supper == "always" else int(guest.supper == "first night")
        covers = visit.party[0] + visit.party[1]
        tables = []
        for night in span(visit.arrival, wanted):
            hours = sorted(range(len(house.sittings)), key=lambda hour: (abs(hour - guest.hour), hour))
            free = (hour for hour in hours if self.stock.take(house.slug, f"sitting {hour}", [night], covers))
            hour = next(free, None)
            if hour is not None:
                tables.append((night, hour))
        return tuple(tables)

    def _extras(self, visit: Visit, kind: Kind, dogs: int, random: Random) -> tuple[tuple[str, int], ...]:
        wishes = {
            "picnic": (0.06, 1),
            "garden-tea": (0.04, 1),
            "late-departure": (0.07, 1),
            "bicycle": (0.06, min(2, visit.party[0])),
            "dog-bed": (0.3 if dogs else 0.0, 1),
        }
        nights = list(span(visit.arrival, visit.nights))
        return tuple(
            (slug, count)
            for slug, (chance, count) in wishes.items()
            if random.random() < chance and self.stock.take(visit.house, slug, nights, count)
        )


def _at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), UTC)


def _plan(visit: Visit, guest: Person, random: Random) -> str:
    """Savers are never cancelled here, so that nothing waits to be resold."""
    chance = random.random()
    if guest.supper == "always" and chance < 0.55:
        return "supper"
    if visit.cancelled_at is None and chance > 0.82:
        return "saver"
    return "flexible"


def world(until: datetime) -> list[Booked]:
    """Every booking made before `until`, in booked order, with arrivals from the epoch on."""
    group = the_group()
    last = until.date() + DAY * HORIZON
    found = [visit for house in group.houses for visit in visits(house, last) if visit.booked_at < until]
    found.sort(key=attrgetter("booked_at", "key"))
    host = Host(group)
    return [host.complete(visit) for visit in found]


def shown(until: datetime) -> list[Booked]:
    """What a fresh demo database of that instant holds: the arrivals of the last eighteen months and all later ones."""
    first = until.date() - timedelta(days=PAST)
    return [booked for booked in world(until) if booked.visit.arrival >= first]
