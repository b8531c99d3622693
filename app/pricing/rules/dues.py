"""When a rate is paid: a share at booking, and the rest at the house or by a link on a day before arrival. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.kernel.money import BASIS_POINTS, share_of
from app.kernel.words import short_day
from app.pricing.rules.nights import Plan


@dataclass(frozen=True, slots=True)
class Dues:
    """`now_minor` is paid at booking, the rest asked for on `balance_on` by mail; at the house where that is None."""

    now_minor: int
    balance_on: date | None = None


def dues_of(total_minor: int, plan: Plan, arrival: date, today: date, *, at_house: bool = False) -> Dues:
    """What a total is paid in. All of it is due at the house when the guest wants it so and the plan allows that.

    A stay that is booked on the day of its balance or later is paid whole at once.
    """
    if at_house and plan.may_pay_at_house:
        return Dues(0)
    now, on = share_of(total_minor, plan.due_now_bp), balance_on(plan, arrival)
    if on is None or now == total_minor:
        return Dues(now)
    return Dues(total_minor) if on <= today else Dues(now, on)


def all_dues(dues: Iterable[Dues]) -> Dues:
    """Several stays together: what is not due now is asked for on the earliest of their days."""
    found = list(dues)
    days = [due.balance_on for due in found if due.balance_on]
    return Dues(sum(due.now_minor for due in found), min(days, default=None))


def balance_on(plan: Plan, arrival: date) -> date | None:
    """The day on which the rest of a stay is asked for; None where the plan leaves it to the house."""
    return None if plan.balance_days is None else arrival - timedelta(days=plan.balance_days)


def deposit_words(plan: Plan, arrival: date, today: date) -> str:
    """How a plan with a deposit is paid, as it stands beside the price; empty for every other."""
    on = balance_on(plan, arrival)
    if on is None or plan.due_now_bp == BASIS_POINTS:
        return ""
    if on <= today:
        return "Paid now"
    share = f"{plan.due_now_bp / 100:g}% now, the rest" if plan.due_now_bp else "Paid"
    return f"{share} by link on {short_day(on)}"
