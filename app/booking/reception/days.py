"""Which days the front desk may still change. The one place that says so."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from app.booking.day_close import require_open
from app.booking.reception.errors import AnotherDay
from app.catalogue.closed import house_of
from app.kernel import clock


def of_today(location_id: int, done_at: datetime | None) -> bool:
    """Whether what was done at that instant may be taken back: it is of today by the house's calendar."""
    zone = house_of(location_id).timezone
    return done_at is not None and done_at.astimezone(ZoneInfo(zone)).date() == clock.today(zone)


def require_same_day(location_id: int, done_at: datetime | None) -> None:
    """Raises `AnotherDay` unless that instant is of today by the house's calendar, `DayLocked` for a closed day."""
    if of_today(location_id, done_at):
        return
    if done_at is not None:
        require_open(location_id, [done_at.astimezone(ZoneInfo(house_of(location_id).timezone)).date()])
    raise AnotherDay
