"""What a change keeps for given-up nights, and under which terms the changed booking stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.booking.queries import PlacedBooking
from app.booking.rules import Basket, ChosenStay
from app.booking.terms import prices_by_night
from app.kernel.money import split
from app.pricing.rules import Line, Plan, Policy

RoomNight = tuple[int, date]


@dataclass(frozen=True, slots=True)
class GivenUpNights:
    """What is kept for nights that are given up when that is not free any more: with `resale` until they are resold."""

    part: int
    room_type_id: int
    nights: tuple[tuple[date, int], ...]
    resale: bool
    fee_minor: int

    @property
    def kept_minor(self) -> int:
        return sum(minor for _, minor in self.nights)


def given_up(
    booking: PlacedBooking,
    basket: Basket,
    plans: dict[int, Plan],
    lines: Sequence[Line],
    at_hand_minor: int,
    at: datetime,
) -> tuple[GivenUpNights, ...]:
    """What is kept of a change to `lines`: of what was paid for nights that cost less now, at most the old price of
    those given up.

    Nothing where the stay is still free to cancel: a change never gives back more than cancelling would. What was paid
    went into the nights of all other stays first: additions that nobody paid do not make it smaller. `plans` are the
    old rate plan of each stay, by part.
    """
    bound = {stay.part for stay in booking.live if not _free(plans[stay.part], booking.quote.free_until_at, at)}
    over_minor = min(at_hand_minor, _worth(booking.quote.lines, bound)) - _worth(lines, bound)
    if over_minor <= 0:
        return ()
    surplus = nights_of(stay.chosen for stay in booking.live) - nights_of(basket.stays)
    worth: list[tuple[int, date, int]] = []
    for stay in booking.live:
        if stay.part not in bound:
            continue
        prices = prices_by_night([line for line in booking.quote.lines if line.part == stay.part])
        for night in stay.chosen.stay:
            if surplus[stay.chosen.room_type_id, night] > 0:
                surplus[stay.chosen.room_type_id, night] -= 1
                worth.append((stay.part, night, prices.get(night, 0)))
    total = sum(price for _, _, price in worth)
    if total <= 0:
        return ()
    shares = split(min(over_minor, total), [price for _, _, price in worth])
    rooms = {stay.part: stay.chosen.room_type_id for stay in booking.live}
    kept: dict[int, list[tuple[date, int]]] = {}
    for (part, night, _), share in zip(worth, shares, strict=True):
        if share:
            kept.setdefault(part, []).append((night, share))
    return tuple(
        GivenUpNights(
            part, rooms[part], tuple(nights), plans[part].cancelling == "resale", plans[part].resale_fee_minor
        )
        for part, nights in kept.items()
    )


def nights_of(stays: Iterable[ChosenStay]) -> Counter[RoomNight]:
    """How many rooms of each type these stays have on each night."""
    return Counter((chosen.room_type_id, night) for chosen in stays for night in chosen.stay)


def terms_afterwards(
    booking: PlacedBooking, old_plans: dict[int, Plan], policies: Sequence[tuple[Plan, Policy]], at: datetime
) -> tuple[str, datetime | None]:
    """The words and the deadline of the changed booking: never later than one that has passed.

    Stays on several plans have their words one after the other, and of several deadlines the earliest.
    """
    until = booking.quote.free_until_at
    had_deadline = any(plan.cancelling != "resale" for plan in old_plans.values())
    passed = had_deadline and (until is None or at >= until)
    free = [policy for plan, policy in policies if plan.cancelling != "resale"]
    words = [
        booking.quote.policy if passed and plan.cancelling != "resale" else policy.full for plan, policy in policies
    ]
    deadlines = [policy.free_until_at for policy in free]
    if passed:
        deadline = until if free else None
    else:
        deadline = None if None in deadlines else min((one for one in deadlines if one), default=None)
    return "\n".join(dict.fromkeys(words)), deadline


def _worth(lines: Iterable[Line], parts: Collection[int]) -> int:
    """What the nights of these stays cost."""
    return sum(prices_by_night([line for line in lines if line.part in parts]).values())


def _free(plan: Plan, until: datetime | None, at: datetime) -> bool:
    return plan.cancelling != "resale" and until is not None and at < until
