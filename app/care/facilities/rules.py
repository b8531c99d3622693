"""What the states of a facility mean. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

FINE, LIMITED, CLOSED = "fine", "limited", "closed"
STATES = {FINE: "Fine", LIMITED: "Limited", CLOSED: "Closed"}
"""What each state is called, the best first."""

_BADNESS = {state: badness for badness, state in enumerate(STATES)}

REMEMBERED = timedelta(days=90)
"""How far back the published history goes."""


def worst(states: Iterable[str]) -> str:
    """The worst of these; fine where there are none."""
    return max(states, key=_BADNESS.__getitem__, default=FINE)
