"""Which days the front desk may still change. The one place that says so."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from app.booking.day_close import require_open
from app.booking.reception.errors import AnotherDay
from app.catalogue.closed import house_of
from app.kernel import clock


def require_same_day(location_id: int, done_at: datetime | None) -> None:
    """Raises `AnotherDay` unless that instant is of today by the house's calendar, `DayLocked` for a closed day."""
    zone = house_of(location_id).timezone
    day = None if done_at is None else done_at.astimezone(ZoneInfo(zone)).date()
    if day is not None:
        require_open(location_id, [day])
    if day != clock.today(zone):
        raise AnotherDay
