"""The first verdict on offers, as soon as there is one."""

from __future__ import annotations

from app.offers.proof.operations import take_verdict


def look_for_verdict() -> int:
    """1 when the hold-out shrank to a tenth now, else 0."""
    return int(take_verdict())
