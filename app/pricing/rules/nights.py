"""What a night costs. Pure arithmetic in minor units: the same functions price a search, a calendar and a quote."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time

from app.kernel.money import BASIS_POINTS, rounded_half_up, share_of
from app.kernel.party import Party

INCLUDED_IN_BASE = 2
"""Rates are for two people."""


@dataclass(frozen=True, slots=True)
class Part:
    """A share of a package per head and night; `added` on top of the plan's price, or inside it."""

    kind: str
    adult_minor: int
    child_minor: int
    added: bool

    def of(self, party: Party) -> int:
        return self.adult_minor * party.adults + self.child_minor * len(party.children)


@dataclass(frozen=True, slots=True)
class Plan:
    """A rate plan as rules see it; `base_id` is its own id when it has rates of its own."""

    id: int
    slug: str
    name: str
    summary: str
    base_id: int
    adjust_bp: int
    adjust_minor: int
    round_to_minor: int
    due_now_bp: int
    may_pay_at_house: bool
    cancelling: str
    free_days: int
    free_time: time
    resale_fee_minor: int
    balance_days: int | None = None
    parts: tuple[Part, ...] = ()
    supper_included: bool = field(init=False)
    breakfast_included: bool = field(init=False)

    def __post_init__(self) -> None:
        kinds = {part.kind for part in self.parts}
        object.__setattr__(self, "supper_included", "supper" in kinds)
        object.__setattr__(self, "breakfast_included", "breakfast" in kinds)

    @property
    def derived(self) -> bool:
        return self.base_id != self.id


@dataclass(frozen=True, slots=True)
class PartyPrices:
    """What one person more or less costs a night; `children` are (from age, to age, amount)."""

    single_minor: int = 0
    adult_minor: int = 0
    dog_minor: int = 0
    children: tuple[tuple[int, int, int], ...] = ()

    def child(self, age: int) -> int:
        """The amount of the band that holds the age; an age in no band pays as an adult."""
        for from_age, to_age, amount in self.children:
            if from_age <= age <= to_age:
                return amount
        return self.adult_minor

    def band(self, age: int) -> int:
        """What children of the same price share wherever they sleep: where their band begins, else their own age."""
        return next((from_age for from_age, to_age, _ in self.children if from_age <= age <= to_age), age)


def for_party(base_minor: int, party: Party, prices: PartyPrices) -> int:
    """A night's base for two, less for one alone, more per extra adult and child.

    Adults fill the two included places first, then the oldest children.
    """
    places = INCLUDED_IN_BASE - party.adults
    if places >= 0:
        paying = sorted(party.children, reverse=True)[places:]
        amount = base_minor - (prices.single_minor if party.heads == 1 else 0)
    else:
        paying = list(party.children)
        amount = base_minor - places * prices.adult_minor
    return max(amount, 0) + sum(prices.child(age) for age in paying)


def plan_minor(amount_minor: int, plan: Plan) -> int:
    """A night as a derived plan sells it, rounded once, half up to the plan's step; of a base plan as it is."""
    if not plan.derived:
        return amount_minor
    exactly = amount_minor * (BASIS_POINTS + plan.adjust_bp) + plan.adjust_minor * BASIS_POINTS
    return max(rounded_half_up(exactly, BASIS_POINTS * plan.round_to_minor) * plan.round_to_minor, 0)


def night_minor(base_minor: int, plan: Plan, party: Party, prices: PartyPrices) -> int:
    """The gross price of one night: party, plan and added parts; dogs, extras and levies come on top per stay."""
    added = sum(part.of(party) for part in plan.parts if part.added)
    return plan_minor(for_party(base_minor, party, prices), plan) + added


@dataclass(frozen=True, slots=True)
class LevyRule:
    """A charge inside every total: `percent` of the rooms in basis points, or `person_night` in minor units."""

    name: str
    kind: str
    amount: int
    most_nights: int | None
    vat_bp: int
    holds_from_on: date
    holds_until_on: date | None

    def holds(self, night: date) -> bool:
        return self.holds_from_on <= night and (self.holds_until_on is None or night < self.holds_until_on)


def levy_minor(levy: LevyRule, nights: list[tuple[date, int]], adults: int) -> int:
    """The levy on a stay of (night, room gross) pairs for so many adults, capped in nights."""
    counted = [(night, gross) for night, gross in nights if levy.holds(night)]
    if levy.most_nights is not None:
        counted = counted[: levy.most_nights]
    if levy.kind == "percent":
        return sum(share_of(gross, levy.amount) for _, gross in counted)
    return levy.amount * adults * len(counted)


def extra_minor(price_minor: int, basis: str, *, count: int, nights: int, people: int) -> int:
    """What `count` of an extra cost for a stay, by its basis."""
    factors = {"stay": 1, "night": nights, "person": people, "person_night": people * nights}
    return price_minor * count * factors[basis]
