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
def _priced(minor: int, currency: str) -> Markup:
    """A sum as HTML; the same few hundred stand on every page."""
    return escape(money(minor, currency))


def rate_result(rate: RateFit, value: str, currency: str, stay: Stay, *, lead: bool = False) -> RateResult:
    """The row of a rate; `value` is what choosing it posts."""
    per_night = rounded_half_up(rate.total_minor, stay.nights)
    return RateResult(
        plan_slug=safe(rate.plan.slug),
        name=safe(rate.plan.name),
        value=value,
        total_minor=rate.total_minor,
        total_text=_priced(rate.total_minor, currency),
        per_night_minor=per_night,
        per_night_text=_priced(per_night, currency),
        deadline_text=safe(rate.policy.brief),
        supper_text=SUPPER if rate.plan.supper_included else "",
        lead=lead,
        full_text=_full(rate, currency),
    )


def _full(rate: RateFit, currency: str) -> str:
    if rate.full_minor is None or rate.full_minor <= rate.total_minor:
        return ""
    return f"{_priced(rate.full_minor, currency)} without the offer"
