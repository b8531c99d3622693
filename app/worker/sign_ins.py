"""What was asked by mail: signing in, and lost links."""

from __future__ import annotations

from app.booking.operations import decide_lookups
from app.identity.operations import decide_sign_ins


def answer_asked() -> int:
    """Everyone who asked to be signed in or for a lost link has their mail announced; answers how many."""
    return sum(iter(decide_sign_ins, 0)) + sum(iter(decide_lookups, 0))
