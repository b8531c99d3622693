"""Balances that fall due."""

from __future__ import annotations

from datetime import timedelta

from app.booking.paying import balances
from app.kernel import clock

LOOKED_BACK = timedelta(hours=48)


def ask_for_balances() -> int:
    """Whoever owes a balance that fell due in the last 48 hours has been asked for it by mail, once."""
    return balances.ask_for_balances(clock.now(), LOOKED_BACK)
