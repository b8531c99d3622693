"""What is known of offers: shown, taken, kept, what they brought and cost, and what they add."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from app.offers.proof.rules import DayRow, Lift
from app.offers.proof.rules.lift import THIN

NOBODY = Lift(0, 0)


@dataclass(frozen=True, slots=True)
class Worth:
    """What the kept bookings that took offers came to, in one currency, VAT included: their totals, and what the offers
    took off them."""

    currency: str
    kept: int
    revenue_minor: int
    cost_minor: int


@dataclass(frozen=True, slots=True)
class Compared:
    """Guests who would have seen it: `lift` counts those of whom it is known by now whether they came.

    To come is to book anything within 28 days of being shown it and to arrive; the same for both arms.
    """

    came_offers: int = 0
    came_held: int = 0
    lift: Lift = NOBODY

    @property
    def share_offers(self) -> float | None:
        return self.came_offers / self.lift.offers if self.lift.offers else None

    @property
    def share_held(self) -> float | None:
        return self.came_held / self.lift.held if self.lift.held else None


@dataclass(frozen=True, slots=True)
class Measured:
    """An offer, or all of them (`promotion_id` None): how many guests saw it how often, how often it was taken and then
    kept at arrival, what that was worth, and how those who would have seen it compare.

    Of one offer guests are compared on whose page the arms differed in it.
    """

    promotion_id: int | None = None
    shown: int = 0
    times: int = 0
    taken: int = 0
    kept: int = 0
    worth: Sequence[Worth] = ()
    compared: Compared = field(default_factory=Compared)

    @property
    def lift(self) -> Lift:
        return self.compared.lift


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The comparison within one group of guests, as they were when they first saw it; `by` says what tells them apart
    from those of the rows around it."""

    by: str
    name: str
    compared: Compared


@dataclass(frozen=True, slots=True)
class OneOffer:
    """An offer with the groups it works for and how its lift stood day by day; `closed_on` is the day since which the
    interval has left out 0, None while it holds it. What came of guests is as it was at `summed_at`; as it is now where
    that is None."""

    whole: Measured
    groups: Sequence[GroupRow]
    days: Sequence[DayRow]
    closed_on: date | None
    summed_at: datetime | None = None

    @property
    def told_days(self) -> list[DayRow]:
        """The days from which on there is enough to draw: the band of a few guests would dwarf all that follows."""
        return [day for day in self.days if day.low is not None and min(day.offers, day.held) >= THIN]
