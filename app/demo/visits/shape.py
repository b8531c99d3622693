"""How people come to the demo's site and how far they get there: shares, rates and times. Pure.

Who leaves and who books differ in device, source and season, as on any site. What gets in their way unplanned does
not: at each step the chance of a signal is the same for everybody who reaches it, so that only planted faults can be
found.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping
from hashlib import blake2b
from itertools import accumulate
from math import exp
from random import Random
from typing import Generic, TypeVar

Value = TypeVar("Value")

LEAVERS_A_DAY = 240
"""Visits without a booking on an average day, at all houses together."""
BOTS = 0.055
OBJECTS = 0.045
"""Of those who book on the site, how many have asked not to be counted, or their browser has."""

WEEKDAYS = (1.05, 1.0, 0.99, 0.98, 0.88, 0.92, 1.18)
MONTHS = (1.34, 1.12, 1.05, 1.0, 1.0, 1.0, 1.04, 0.95, 0.9, 0.87, 0.86, 0.87)
HOURS = (
    1.2,
    0.6,
    0.3,
    0.2,
    0.2,
    0.4,
    1.2,
    2.4,
    3.6,
    4.4,
    4.9,
    5.2,
    5.8,
    5.4,
    4.8,
    4.6,
    4.8,
    5.2,
    6.0,
    7.4,
    8.6,
    8.2,
    5.6,
    3.0,
)


class Draw(Generic[Value]):
    """Draws a value by its weight; what is missing to 1 draws None."""

    def __init__(self, weights: Mapping[Value, float], whole: float = 0.0) -> None:
        total = whole or sum(weights.values())
        self._until = list(accumulate(weight / total for weight in weights.values()))
        self._values: list[Value | None] = [*weights, None]
        self._last: Value | None = None if whole else list(weights)[-1]

    def __call__(self, random: Random) -> Value | None:
        place = bisect(self._until, random.random())
        return self._values[place] if place < len(self._until) else self._last


HOUR = Draw(dict(enumerate(HOURS)))
DEVICE = {
    "left": Draw({"phone": 0.58, "desk": 0.34, "tablet": 0.08}),
    "booked": Draw({"phone": 0.52, "desk": 0.40, "tablet": 0.08}),
    "bot": Draw({"desk": 1.0}),
}
SOURCE = {
    "left": Draw(
        {"search": 0.43, "direct": 0.25, "social": 0.11, "link": 0.08, "mail": 0.08, "agent": 0.03, "referral": 0.02}
    ),
    "booked": Draw(
        {"search": 0.38, "direct": 0.33, "mail": 0.13, "link": 0.05, "social": 0.05, "agent": 0.02, "referral": 0.04}
    ),
    "bot": Draw({"direct": 0.9, "link": 0.1}),
}
RETURNING = {"left": 0.24, "booked": 0.38, "bot": 0.0}

DEEPEST = {
    "phone": Draw({0: 0.395, 1: 0.225, 2: 0.265, 3: 0.072, 4: 0.043}),
    "desk": Draw({0: 0.410, 1: 0.240, 2: 0.270, 3: 0.053, 4: 0.027}),
    "tablet": Draw({0: 0.400, 1: 0.230, 2: 0.270, 3: 0.064, 4: 0.036}),
}
"""The deepest step that a leaver of that device reaches, by its place in the row of steps."""
DEEP_LINKS = 0.22
"""Of visits that reach the results, how many came there by a link with dates in it."""
AGAIN = (0.0, 0.34, 0.22, 0.08, 0.0)
"""How often a step's page is opened a second time without going back."""

MEDIAN_SECONDS = (34, 88, 105, 168, 62)
SPREAD = (0.9, 0.8, 0.8, 0.6, 0.5)
LONGEST_SECONDS = 2400
NIGHTS = Draw({1: 0.27, 2: 0.30, 3: 0.18, 4: 0.10, 5: 0.05, 6: 0.03, 7: 0.07})

SIGNALS: tuple[Mapping[str, float], ...] = (
    {},
    {"denied": 0.075, "many_refinements": 0.045, "back": 0.05, "slow_answer": 0.012, "rage_click": 0.006},
    {"back": 0.17, "slow_answer": 0.009, "rage_click": 0.006},
    {
        "field_error": 0.10, "correction": 0.11, "back": 0.08, "claim_expired": 0.014, "price_changed": 0.007,
        "rage_click": 0.005, "slow_answer": 0.006,
    },
    {"payment_declined": 0.033, "back": 0.03, "claim_expired": 0.009, "slow_answer": 0.01, "price_changed": 0.004},
)  # fmt: skip
"""The chance of a signal at each step, the same for everybody."""
SIGNAL = tuple(Draw(chances, whole=1.0) for chances in SIGNALS)

SEEN_LEAVING = 0.55
"""Of those who leave at the form, how many tell the last field they touched."""

VITAL = Draw({"lcp": 0.13, "inp": 0.05, "cls": 0.05}, whole=1.0)
VITALS = {"lcp": (1450, 0.42), "inp": (95, 0.55), "cls": (28, 0.9)}
"""Median in milliseconds (shift of the layout: thousandths) and spread of its logarithm."""

FIELDS = Draw({"phone": 0.30, "email": 0.24, "name": 0.16, "arrival_time": 0.12, "notes": 0.10, "terms": 0.08})
FIELD_ERRORS = Draw(
    {
        "details.phone.wrong": 0.34, "details.email.wrong": 0.27, "details.name.missing": 0.17,
        "details.terms.missing": 0.14, "details.email.missing": 0.08,
    }
)  # fmt: skip
CLICKED = Draw({"choose-dates": 0.3, "rate": 0.3, "picture": 0.2, "pay-and-book": 0.2})


def lognormal(random: Random, median: float, spread: float) -> float:
    return median * exp(random.gauss(0.0, spread))


def drawn(what: str, reference: str) -> float:
    """A number from 0 up to 1 that is always the same for a booking."""
    return int.from_bytes(blake2b(f"{what} {reference}".encode(), digest_size=4).digest()) / 2**32
