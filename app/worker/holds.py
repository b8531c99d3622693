"""Holds that ran out."""

from __future__ import annotations

from app.booking.operations import sweep_expired
from app.kernel import clock
from app.store import heartbeat

MOST = 200


def sweep_holds() -> int:
    """Everything that expired before this moment is free again, but for what somebody is working on just now."""
    at = clock.now()
    swept = sum(iter(lambda: sweep_expired(MOST), 0))
    heartbeat.beat(heartbeat.SWEEP, shown_at=at)
    return swept
