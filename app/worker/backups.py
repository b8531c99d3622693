"""One backup a night, in `$QUINCE_DATA/backups`."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import current_app

from app.config import Config
from app.kernel import clock
from app.store import backup, heartbeat, is_sqlite

AT_HOUR = 3
KEPT = 7


def back_up_nightly() -> int:
    """The newest night that has passed is backed up, and the newest seven stay; 1 when one was made, else 0."""
    settings: Config = current_app.config["SETTINGS"]
    suffix = "db" if is_sqlite() else "dump"
    folder = settings.data / "backups"
    file = folder / f"quince-{last_night(clock.now(), settings.group_timezone)}.{suffix}"
    if file.exists():
        return 0
    backup.back_up(file)
    heartbeat.beat(heartbeat.BACKUP)
    _forget(folder, suffix)
    return 1


def last_night(now: datetime, zone: str) -> date:
    """The day of the last 03:00 on the group's clock."""
    return (now.astimezone(ZoneInfo(zone)).replace(tzinfo=None) - timedelta(hours=AT_HOUR)).date()


def _forget(folder: Path, suffix: str) -> None:
    for old in sorted(folder.glob(f"quince-*.{suffix}"))[:-KEPT]:
        old.unlink()
