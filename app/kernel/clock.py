"""The only reader of the clock.

`QUINCE_NOW=2027-03-05T10:00+00:00` freezes it; a trailing `..` lets it run on from there. A file (the demo's
`$QUINCE_DATA/now`) holds the same words and is read again when it changes, so that web and worker agree.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from app.kernel.errors import Invalid


@dataclass(frozen=True, slots=True)
class _Setting:
    """A shown instant, and the real one at which it was set; `runs` is False for a frozen clock."""

    shown: datetime
    set_at: float
    runs: bool

    def now(self) -> datetime:
        if not self.runs:
            return self.shown
        return self.shown + timedelta(seconds=time.time() - self.set_at)


_fixed: _Setting | None = None
_file: Path | None = None
_file_stamp: tuple[int, int] | None = None
_file_setting: _Setting | None = None


def read_setting(words: str, set_at: float) -> _Setting:
    """The setting that `QUINCE_NOW` or the clock's file spells; raises `Invalid` for anything else."""
    text = words.strip()
    runs = text.endswith("..")
    try:
        shown = datetime.fromisoformat(text.removesuffix(".."))
    except ValueError:
        raise Invalid("A clock is set like 2027-03-05T10:00+00:00, with .. behind it to let it run.") from None
    if shown.tzinfo is None:
        raise Invalid("A clock is set with its offset, like 2027-03-05T10:00+00:00.")
    return _Setting(shown.astimezone(UTC), set_at, runs)


def configure(words: str | None = None, file: Path | None = None) -> None:
    """From here on `now()` follows `words`, or else the file, or else the machine's clock."""
    global _fixed, _file, _file_stamp, _file_setting
    _fixed = read_setting(words, time.time()) if words else None
    _file, _file_stamp, _file_setting = file, None, None


def _from_file() -> _Setting | None:
    global _file_stamp, _file_setting
    if _file is None:
        return None
    try:
        stat = os.stat(_file)
    except FileNotFoundError:
        _file_stamp, _file_setting = None, None
        return None
    stamp = (stat.st_mtime_ns, stat.st_size)
    if stamp != _file_stamp:
        _file_setting = read_setting(_file.read_text("utf-8"), stat.st_mtime_ns / 1e9)
        _file_stamp = stamp
    return _file_setting


def now() -> datetime:
    """This instant, aware, in UTC."""
    setting = _fixed or _from_file()
    return setting.now() if setting else datetime.now(UTC)


def machine_now() -> datetime:
    """This instant by the machine's clock, whatever `now()` shows: for leases and signs of life only."""
    return datetime.now(UTC)


def today(zone: str) -> date:
    """The calendar day in a time zone, e.g. a house's own."""
    return now().astimezone(ZoneInfo(zone)).date()


def monotonic() -> float:
    """Seconds for measuring durations; never the time of day."""
    return time.monotonic()
