"""How the desk's templates write figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.insight.funnel import Bar
from app.kernel.words import listed
from app.marketing import words
from app.marketing.offers import figures as offers
from app.marketing.scores.bars import ces_bars
from app.marketing.signals import field_words, signal_words


def bar_words(bar: Bar) -> str:
    """How long a booking took: 2:00 to 3:00."""
    since = words.minutes(bar.since)
    return f"{since} or more" if bar.until is None else f"{since} to {words.minutes(bar.until)}"


FILTERS: dict[str, Callable[..., Any]] = {
    "bar_words": bar_words,
    "ces_bars": ces_bars,
    "field_words": field_words,
    "listed": listed,
    "mean_span": words.mean_span,
    "minutes": words.minutes,
    "month_words": words.month,
    "nps_span": words.nps_span,
    "percent": words.percent,
    "points": words.points,
    "score_points": words.score_points,
    "share_span": words.share_span,
    "signal_words": signal_words,
    "signed": words.signed,
    "week_words": words.week,
    **offers.FILTERS,
}
