"""The steps counted in another order, within another time, or without those who met something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.experience.funnel.names import STEPS
from app.experience.funnel.rules import DAY, SECOND, Exclusion, Question, Step
from app.insight.funnel import count_site, lately
from app.insight.period import Filters

ORDER_NAMES = {"": "Ordered", "strict": "Strict", "unordered": "Unordered"}
WINDOWS = {"": "24 hours", "1h": "One hour", "15m": "15 minutes"}
_MICROSECONDS = {"": DAY, "1h": 3600 * SECOND, "15m": 900 * SECOND}
EXCLUSIONS = {
    "denied": "A refusal",
    "field_error": "An error in a form",
    "payment_declined": "A declined payment",
    "claim_expired": "A hold that ran out",
    "slow_answer": "A slow answer",
}
SHAPES = {"order": ORDER_NAMES, "window": WINDOWS, "without": EXCLUSIONS}
"""What an address may say of it."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How the steps are counted; empty words are the funnel as it stands."""

    order: str = ""
    window: str = ""
    without: str = ""

    @property
    def plain(self) -> bool:
        return not (self.order or self.window or self.without)


def read_shape(own: Mapping[str, str]) -> Shape:
    """What was asked for, each of `SHAPES`."""
    return Shape(**{name: own[name] for name in SHAPES})


@dataclass(frozen=True, slots=True)
class Recounted:
    """The steps, and since when the visits begin that they are counted of; `whole` where that is the whole period."""

    steps: tuple[Step, ...]
    since_on: date
    whole: bool


def recounted(filters: Filters, shape: Shape) -> Recounted | None:
    """The steps in that shape, of as many visits as a page reads event by event, the latest; nothing where it is the
    plain one, which stands on the page already."""
    if shape.plain:
        return None
    looked = lately(filters)
    exclusions = (Exclusion(shape.without, 0, len(STEPS) - 1),) if shape.without else ()
    question = Question(STEPS, _MICROSECONDS[shape.window], shape.order or "ordered", exclusions)
    return Recounted(count_site(looked, question)[0], looked.since_on, looked.since_on == filters.since_on)
