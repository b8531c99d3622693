"""A change as the guest is shown it before they press: before and after side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.booking.amendment.promoted import Lost
from app.booking.amendment.terms import GivenUpNights
from app.booking.resale import Sold
from app.booking.rules import Basket, ChosenStay
from app.booking.terms import prices_by_night
from app.pricing.rules import Dues, Line
from app.promotions.rules import Promotion


@dataclass(frozen=True, slots=True)
class NightPrice:
    """A night before and after, with its meals, in minor units; None where the booking does not have it."""

    night: date
    before_minor: int | None
    after_minor: int | None


@dataclass(frozen=True, slots=True)
class PartChange:
    """One stay before (None when it is added) and after, its nights side by side, and what belongs to no night."""

    part: int
    before: ChosenStay | None
    after: ChosenStay
    nights: tuple[NightPrice, ...]
    added_before: tuple[Line, ...]
    added_after: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class AmendmentOffer:
    """What a change comes to at this moment, in minor units.

    `changed` says what is different: `house`, `dates`, `room`, `rate`, `party`, `suppers`, `extras`, `rooms`, `offers`;
    () when nothing is. `due_minor` is what the guest owes afterwards, of which `due_now_minor` at once; `dues` are of
    the new quote. `refund_minor` goes back to where it was paid, less what is kept for nights that were given up too
    late or wait to be resold. `newly_sold` is what the rooms and nights are sold for that the booking did not have
    before; a night that it gave up itself and takes back is resold by that: `taken_back_minor`, which both sums
    count. `lost` are the promotions that do not hold for what it would be, with their reasons; `added` those that the
    booking did not have before. `allowance_minor` is what it costs more and the house takes off, where the change is
    at its cost: what is due and what goes back count it, the quote's total does not.
    """

    booking_id: int
    revision: int
    quote_id: int
    currency: str
    basket: Basket
    parts: tuple[int, ...]
    changes: tuple[PartChange, ...]
    changed: tuple[str, ...]
    lines_before: tuple[Line, ...]
    lines: tuple[Line, ...]
    before_minor: int
    total_minor: int
    due_minor: int
    due_now_minor: int
    dues: Dues
    refund_minor: int
    given_up: tuple[GivenUpNights, ...]
    newly_sold: Sold
    taken_back_minor: int
    policy: str
    free_until_at: datetime | None
    lost: tuple[Lost, ...] = ()
    added: tuple[Promotion, ...] = ()
    allowance_minor: int = 0

    @property
    def difference_minor(self) -> int:
        """Above 0 the change costs more, below it costs less."""
        return self.total_minor - self.before_minor

    @property
    def kept_minor(self) -> int:
        return sum(one.kept_minor for one in self.given_up)


def side_by_side(
    part: int, old: ChosenStay | None, new: ChosenStay, before: Sequence[Line], after: Sequence[Line]
) -> PartChange:
    """A stay with its lines before and after, night by night."""
    was, will = prices_by_night(before), prices_by_night(after)
    return PartChange(
        part,
        old,
        new,
        tuple(NightPrice(night, was.get(night), will.get(night)) for night in sorted({*was, *will})),
        tuple(line for line in before if line.night is None),
        tuple(line for line in after if line.night is None),
    )
