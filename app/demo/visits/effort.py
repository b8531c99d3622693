"""How much work a made-up visit was, and how hard that felt. Pure."""

from __future__ import annotations

from collections import Counter
from math import log2

from app.booking.effort import Effort
from app.demo.visits.stream import Looked

REFUSALS = ("denied", "claim_expired", "payment_declined")
USUAL_SECONDS = 480


def effort_of(looked: Looked) -> Effort:
    """What the guest desk would have kept of a visit that ended in a booking."""
    signals = Counter(event.name for event in looked.events)
    back = [event.code or "" for event in looked.events if event.name == "back"]
    return Effort(
        back_steps=len(back),
        refusals=sum(signals[name] for name in REFUSALS),
        errors=signals["field_error"],
        seconds=round((looked.events[-1].at - looked.events[0].at).total_seconds()),
        returns_to_search=sum(code.endswith((">search", ">results")) for code in back),
        price_changes=signals["price_changed"],
    )


def hardness(effort: Effort) -> float:
    """What it takes from the ease that a guest states, about 0 to 3; long visits are a little harder."""
    long = max(0.0, log2(max(effort.seconds, 1) / USUAL_SECONDS))
    return (
        0.45 * min(effort.back_steps, 3)
        + 0.8 * min(effort.refusals, 2)
        + 0.7 * min(effort.errors, 2)
        + 0.9 * min(effort.price_changes, 1)
        + 0.25 * min(long, 3.0)
    )
