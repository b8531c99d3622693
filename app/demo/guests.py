"""Who books: made-up people, a third of whom come back with a house, a season and a mind about supper. Pure."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from random import Random

from app.demo.distributions import Heads
from app.demo.group import HERE, House
from app.demo.occupancy import Visit

RETURN_SHARE = 0.52
"""How often a booking is tried with somebody who was here before."""
COMES_BACK = 0.45
USUAL_HOUSE = 0.85
RECENT = 500
CANDIDATES = 12
APART = timedelta(days=21)
WITH_A_DOG = 0.22
SUPPERS = ("always", "first night", "never")
SUPPER_WEIGHTS = (0.30, 0.35, 0.35)


@dataclass(slots=True)
class Person:
    """A guest and what is particular to them; `stays` are arrivals and departures of what they booked."""

    number: int
    name: str
    email: str
    phone: str
    house: str
    month: int
    party: Heads
    dogs: int
    supper: str
    hour: int
    comes_back: bool
    stays: list[tuple[date, date]] = field(default_factory=list)

    def apart(self, visit: Visit) -> bool:
        """True when the visit is three weeks or more away from every other stay of this guest."""
        return all(visit.arrival - end >= APART or start - visit.departure >= APART for start, end in self.stays)

    def distance(self, visit: Visit) -> int:
        """How little the visit is to their taste: 0 for the same season and party."""
        months = abs(self.month - visit.arrival.month)
        return min(months, 12 - months) + (0 if self.party == visit.party else 6)


@cache
def _names() -> tuple[list[str], list[str]]:
    people = tomllib.loads((HERE / "people.toml").read_text("utf-8"))
    return people["given"].split(), people["family"].split()


class Company:
    """Gives visits their guests, in the order in which they were booked; the same order gives the same guests."""

    def __init__(self, houses: tuple[House, ...]) -> None:
        self.random = Random("the guests")
        self.regulars: dict[str, list[Person]] = defaultdict(list)
        self.slugs = [house.slug for house in houses]
        self.count = 0

    def guest_of(self, visit: Visit) -> Person:
        """Who booked that visit: somebody new, or a regular whose taste is nearest to it."""
        person = self._regular(visit) if self.random.random() < RETURN_SHARE else None
        if person is None:
            person = self._newcomer(visit)
        person.stays.append((visit.arrival, visit.departure))
        return person

    def _regular(self, visit: Visit) -> Person | None:
        usual = self.random.random() < USUAL_HOUSE
        pool = self.regulars[visit.house if usual else self.random.choice(self.slugs)]
        recent = range(max(0, len(pool) - RECENT), len(pool))
        places = [self.random.choice(recent) for _ in range(CANDIDATES)] if recent else []
        fitting = [place for place in places if pool[place].apart(visit)]
        if not fitting:
            return None
        place = min(fitting, key=lambda at: (pool[at].distance(visit), at))
        person = pool.pop(place)
        pool.append(person)
        return person

    def _newcomer(self, visit: Visit) -> Person:
        random = self.random
        self.count += 1
        given, family = (random.choice(names) for names in _names())
        domain = random.choice(("example.com", "example.org", "example.net"))
        person = Person(
            number=self.count,
            name=f"{given} {family}",
            email=f"{given}.{family}{self.count}@{domain}".lower(),
            phone=f"07700 900{random.randrange(1000):03}",
            house=visit.house,
            month=visit.arrival.month,
            party=visit.party,
            dogs=(1 if random.random() < 0.8 else 2) if random.random() < WITH_A_DOG else 0,
            supper=random.choices(SUPPERS, SUPPER_WEIGHTS)[0],
            hour=random.choices(range(5), (2, 3, 4, 3, 1))[0],
            comes_back=random.random() < COMES_BACK,
        )
        if person.comes_back:
            self.regulars[visit.house].append(person)
        return person
