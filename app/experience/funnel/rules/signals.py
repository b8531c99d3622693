"""Which events of a visit are in a guest's way, and at which step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.experience.funnel.names import SIGNALS, STEPS

POOR = {"lcp": 4000, "inp": 500, "cls": 250}
"""From where on a web vital is poor, in milliseconds (cls: thousandths), by web.dev/articles/vitals; better ones are in
nobody's way."""

ON_LEAVING = "left_at_field"
"""Only who leaves shows it, so its odds say nothing: it is counted, not ranked."""

WITHOUT_CODE = ("slow_answer", *POOR)
"""Signals whose code repeats the step."""


@dataclass(frozen=True, slots=True)
class Signal:
    """What happened while that was the deepest step the visit had reached."""

    step: str
    name: str
    code: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.step, self.name, self.code)))


def signal_of(
    name: str, code: str | None, duration_ms: int | None, at: datetime, reached: Sequence[datetime | None]
) -> Signal | None:
    """The signal that an event is; None for a step, a vital that is not poor, and what came after the booking.

    `reached` are the instants at which its visit reached `STEPS`.
    """
    if name not in SIGNALS or (name in POOR and (duration_ms or 0) < POOR[name]):
        return None
    deepest = max((place for place, since in enumerate(reached) if since is not None and since <= at), default=0)
    if deepest == len(STEPS) - 1:
        return None
    return Signal(STEPS[deepest], name, "" if name in WITHOUT_CODE else code or "")
