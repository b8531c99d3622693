"""What a rate says about cancelling: an instant, and the words that stand beside the price. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from app.kernel.wall import wall_instant
from app.kernel.words import hour, money, short_day
from app.pricing.rules.dues import deposit_words
from app.pricing.rules.nights import Plan


@dataclass(frozen=True, slots=True)
class Policy:
    """`free_until_at` is None when cancelling was never, or is no longer, free.

    `brief` stands beside a price, `full` in the quote, the mail and the terms of the booking.
    """

    free_until_at: datetime | None
    brief: str
    full: str


def policy_of(plan: Plan, arrival: date, zone: str, currency: str, at: datetime, *, at_house: bool = False) -> Policy:
    """The cancelling terms of a plan for an arrival, as they are at an instant; with a deposit, how it is paid.

    `at_house`: the guest owes it at the house, where the plan allows that; until one is chosen `brief` names both ways.
    """
    if plan.cancelling == "resale":
        return _as_resold(plan.resale_fee_minor, currency)
    owed = at_house and plan.may_pay_at_house
    deposit = "" if owed else deposit_words(plan, arrival, at.astimezone(ZoneInfo(zone)).date())
    paid = f"{deposit}. " if deposit else ""
    either = f"{deposit}, or all at the house. " if deposit and plan.may_pay_at_house else paid
    until = _until(arrival - timedelta(days=plan.free_days), plan.free_time, zone)
    if at >= until.at:
        return _over(until.when, paid, either, owed=owed)
    return _free(until, paid, either, _in_time(plan, owed=owed))


class Until(NamedTuple):
    """Until when cancelling is free, as an instant and in words of the house's clock."""

    at: datetime
    when: str
    year: int


@lru_cache(maxsize=10_000)
def _until(day: date, free_time: time, zone: str) -> Until:
    at = wall_instant(day, free_time.hour, free_time.minute, zone)
    return Until(at, f"{hour(free_time)}, {short_day(day)}", day.year)


@lru_cache(maxsize=100)
def _as_resold(fee_minor: int, currency: str) -> Policy:
    fee = money(fee_minor, currency)
    return Policy(
        None,
        f"Paid now. If you cancel, we refund each night that we resell, less {fee}",
        "Paid now. If you cancel, your nights go back on sale at once. Each night that is resold is refunded: what"
        f" you paid or what it fetches, whichever is lower, less {fee} a stay. Nights that are not resold are not"
        " refunded.",
    )


@lru_cache(maxsize=10_000)
def _free(until: Until, paid: str, either: str, in_time: str) -> Policy:
    """The terms of a plan that is free to cancel for a while: every search asks for the same few."""
    return Policy(
        until.at,
        f"{either}Free to cancel until {until.when}",
        f"{paid}Free to cancel until {until.when} {until.year} on the house's clock: {in_time}.",
    )


@lru_cache(maxsize=10_000)
def _over(when: str, paid: str, either: str, *, owed: bool) -> Policy:
    return Policy(
        None,
        f"{either}Too close to arrival to cancel free",
        f"{paid}Cancelling was free until {when}. It is later than that, so {_too_late(owed=owed)}.",
    )


def _in_time(plan: Plan, *, owed: bool) -> str:
    """What cancelling in time brings, true however much has been paid by then: at the house, or by a link, maybe
    nothing."""
    if owed:
        return "you owe nothing, and whatever you have paid by then comes back. After that what you have paid is kept"
    paid = "whatever you have paid by then" if plan.may_pay_at_house or not plan.due_now_bp else "all you paid"
    return f"{paid} comes back. After that nothing is refunded"


def _too_late(*, owed: bool) -> str:
    return "whatever you have paid is kept and nothing more is owed" if owed else "a cancellation is not refunded"


def strictest(policies: Sequence[Policy]) -> Policy:
    """The policy that holds for rooms booked together: the one that is free the shortest, or not at all."""
    found = policies[0]
    for own in policies[1:]:
        if found.free_until_at and (own.free_until_at is None or own.free_until_at < found.free_until_at):
            found = own
    return found
