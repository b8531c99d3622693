"""How the figures of an offer are written. What nobody met yet has no figures, which is not nought."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from app.kernel.words import listed, money
from app.offers.proof.measured import Worth
from app.offers.proof.rules import ADDS, CANNOT_TELL, COSTS, Lift

SHORT = {ADDS: "Works", COSTS: "Costs bookings"}
LONG = {ADDS: "It works: bookings it made, not bookings it found", COSTS: "It costs bookings. Stop it"}
UNEVEN = "Nothing to conclude: the two halves are uneven"
LEAST_P = 0.001
TENTH = 0.001
"""A tenth of a point."""


def points(value: float | None, places: int = 1) -> str:
    """`+2.1`, `−0.4`: a difference of shares in points."""
    if value is None:
        return "no data"
    text = f"{abs(100 * value):.{places}f}"
    return text if float(text) == 0 else f"{'+' if value > 0 else '−'}{text}"


def span(lift: Lift) -> str:
    """`+0.4 to +3.8`; with two places where one would show a bound at 0 beside a verdict."""
    if lift.low is None or lift.high is None:
        return ""
    near = min(abs(lift.low), abs(lift.high)) < TENTH / 2 and lift.verdict != CANNOT_TELL
    places = 2 if near else 1
    return f"{points(lift.low, places)} to {points(lift.high, places)}"


def share(count: int, n: int) -> str:
    """`118 (5.6%)`."""
    return f"{count:,} ({100 * count / n:.1f}%)" if n else "no data"


def of_n(count: int, n: int) -> str:
    """`5.6%`; how many of none is no share."""
    return f"{100 * count / n:.1f}%" if n else "no data"


def tone(lift: Lift) -> str:
    """`up`, `down` or `none`: the sign beside a verdict."""
    return "none" if lift.alarm else {ADDS: "up", COSTS: "down"}.get(lift.verdict, "none")


def verdict(lift: Lift) -> str:
    """`Works`, `Costs bookings`, or in words that and why nothing can be told yet."""
    return UNEVEN if lift.alarm else SHORT.get(lift.verdict) or _begun(lift.words)


def headline(lift: Lift) -> str:
    """The verdict as the page of an offer begins with it."""
    return UNEVEN if lift.alarm else LONG.get(lift.verdict) or _begun(lift.words)


def split_words(lift: Lift) -> str:
    """`Split check: 2,106 to 2,098, p .90. No alarm.`"""
    if lift.sample_ratio_p is None:
        return ""
    p = lift.sample_ratio_p
    told = "p < .001" if p < LEAST_P else "p " + (f"{p:.2f}".lstrip("0") if p < 1 else "1")
    alarm = "Alarm: one half is shown offers more than the other" if lift.alarm else "No alarm"
    return f"Split check: {lift.offers:,} to {lift.held:,}, {told}. {alarm}."


def revenue(worth: Sequence[Worth]) -> str:
    """What the kept bookings came to, currency by currency."""
    return listed([money(one.revenue_minor, one.currency) for one in worth]) or "no data"


def cost(worth: Sequence[Worth]) -> str:
    """What was taken off them."""
    return listed([money(one.cost_minor, one.currency) for one in worth]) or "no data"


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


FILTERS: dict[str, Callable[..., Any]] = {
    "lift_points": points,
    "lift_span": span,
    "lift_tone": tone,
    "lift_verdict": verdict,
    "of_n": of_n,
    "offer_cost": cost,
    "offer_headline": headline,
    "offer_revenue": revenue,
    "split_words": split_words,
    "with_share": share,
}
"""For the templates."""
