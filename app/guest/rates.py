"""A rate as a row of a card."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from app.availability.search import RateFit
from app.guest.cards import safe
from app.kernel.money import rounded_half_up
from app.kernel.stay import Stay
from app.kernel.words import money

LOW = 2
"""From this many left on, a room is said to run low."""

SUPPER = Markup("Supper each night. ")


class RateResult(NamedTuple):
    """A rate as a row, its words escaped for HTML: `value` is what choosing it posts, `supper_text` what stands before
    the deadline where supper is in the price.

    `full_text` says what it costs without an offer that is in the sum, where that is another sum. A tuple, since a page
    has sixty: its template takes one apart at once where a dozen names would be looked up.
    """

    plan_slug: str
    name: str
    value: str
    total_minor: int
    total_text: str
    per_night_minor: int
    per_night_text: str
    deadline_text: str
    supper_text: str
    lead: bool = False
    full_text: str = ""


@lru_cache(maxsize=20_000)
def _priced(total_minor: int, nights: int, currency: str) -> tuple[Markup, int, Markup]:
    """A total as HTML, and what it is a night; the same few hundred stand on every page."""
    per_night = rounded_half_up(total_minor, nights)
    return escape(money(total_minor, currency)), per_night, escape(money(per_night, currency))


def rate_result(rate: RateFit, value: str, currency: str, stay: Stay, *, lead: bool = False) -> RateResult:
    """The row of a rate; `value` is what choosing it posts."""
    plan, total_minor = rate.plan, rate.total_minor
    total_text, per_night_minor, per_night_text = _priced(total_minor, stay.nights, currency)
    return RateResult(
        plan_slug=safe(plan.slug),
        name=safe(plan.name),
        value=value,
        total_minor=total_minor,
        total_text=total_text,
        per_night_minor=per_night_minor,
        per_night_text=per_night_text,
        deadline_text=safe(rate.policy.brief),
        supper_text=SUPPER if plan.supper_included else "",
        lead=lead,
        full_text="" if rate.full_minor is None else _full(rate.full_minor, total_minor, currency),
    )


def _full(full_minor: int, total_minor: int, currency: str) -> str:
    return "" if full_minor <= total_minor else f"{escape(money(full_minor, currency))} without the offer"
