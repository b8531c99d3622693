"""Why a promotion does not hold for what somebody asks. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.kernel.party import Party
from app.kernel.stay import Stay
from app.promotions.rules.promotion import EVERY_DAY, Promotion, counted_nights

REASONS = (
    "not_running",
    "too_early",
    "too_late",
    "audience",
    "open_case",
    "house",
    "nights",
    "weekday",
    "length",
    "party",
    "room",
    "few_left",
    "used_up",
    "each_used",
    "budget",
    "floor",
    "nothing",
    "stacked",
)
"""Every code, in the order in which they are told; whoever knows the guest says `audience` and `open_case`."""


@dataclass(frozen=True, slots=True)
class AskedStay:
    """One room that is asked for; `left` is the fewest free of its type on a night, None where nobody counts."""

    stay: Stay
    party: Party
    room_type_id: int | None = None
    left: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for. `today` is the house's; `guest_uses` how often this guest used the promotion so far.

    `saves_minor` is what it would take off, where that is known.
    """

    location_id: int
    currency: str
    stays: tuple[AskedStay, ...]
    today: date
    guest_uses: int = 0
    saves_minor: int | None = None


def refusals(promotion: Promotion, asked: Asked, *, limits: bool = True) -> tuple[str, ...]:
    """Every reason why the promotion does not hold, in the order of `REASONS`; () when it does.

    Without `limits` only what it is for is asked: house, nights, length, party and room. So is one that a booking was
    given on its terms, whatever became of the promotion since.
    """
    found = [*_of_the_stay(promotion, asked)]
    if limits:
        found += _of_the_limits(promotion, asked)
    return in_order(found)


def in_order(reasons: Iterable[str]) -> tuple[str, ...]:
    """The reasons once each, in the order of `REASONS`."""
    return tuple(sorted(set(reasons), key=REASONS.index))


def stacking(promotions: Sequence[Promotion]) -> bool:
    """Whether these may be had together: one alone always, several when each of them allows it."""
    return len(promotions) < 2 or (all(own.stacks for own in promotions) and len({p.id for p in promotions}) > 1)


def _of_the_stay(promotion: Promotion, asked: Asked) -> Iterable[str]:
    counted = [night for own in asked.stays for night in counted_nights(promotion, own.stay)]
    if not promotion.holds_at(asked.location_id) or promotion.currency != asked.currency:
        yield "house"
    if not counted:
        any_day = any(_within(promotion, night) for own in asked.stays for night in own.stay)
        yield "weekday" if any_day and promotion.weekdays != EVERY_DAY else "nights"
    for own in asked.stays:
        if own.stay.nights < (promotion.least_nights or 1):
            yield "length"
        if promotion.most_nights is not None and own.stay.nights > promotion.most_nights:
            yield "length"
    if promotion.most_heads is not None and sum(own.party.heads for own in asked.stays) > promotion.most_heads:
        yield "party"
    if promotion.kind == "better_room" and all(
        own.room_type_id not in (None, promotion.room_type_id) for own in asked.stays
    ):
        yield "room"


def _of_the_limits(promotion: Promotion, asked: Asked) -> Iterable[str]:
    if promotion.state != "running":
        yield "not_running"
    if promotion.book_from_on is not None and asked.today < promotion.book_from_on:
        yield "too_early"
    if promotion.book_until_on is not None and asked.today > promotion.book_until_on:
        yield "too_late"
    if promotion.least_left is not None and any(
        own.left is not None and own.left < promotion.least_left for own in asked.stays
    ):
        yield "few_left"
    if promotion.uses_most is not None and promotion.used >= promotion.uses_most:
        yield "used_up"
    if promotion.each_most is not None and asked.guest_uses >= promotion.each_most:
        yield "each_used"
    if promotion.budget_minor is not None:
        spent = promotion.spent_minor + (asked.saves_minor or 0)
        if spent > promotion.budget_minor or promotion.spent_minor >= promotion.budget_minor:
            yield "budget"


def _within(promotion: Promotion, night: date) -> bool:
    return (promotion.nights_from_on or date.min) <= night <= (promotion.nights_until_on or date.max)
