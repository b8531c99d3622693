"""How instants and how long something took are said on the pages about how the houses are."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.kernel.words import at_hour, counted, listed, short_day

STATE_WORDS = {"fine": "Works", "limited": "Limited", "closed": "Closed"}
"""What guests read for each state."""


def when(at: datetime, zone: str, now: datetime) -> str:
    """`9.15am today`, or `9.15am, Fri 5 March`."""
    at = at.replace(second=0, microsecond=0)
    same = at.astimezone(ZoneInfo(zone)).date() == now.astimezone(ZoneInfo(zone)).date()
    return f"{at_hour(at, zone)} today" if same else f"{at_hour(at, zone)}, {day(at, zone)}"


def day(at: datetime, zone: str) -> str:
    """`Fri 5 March`."""
    return short_day(at.astimezone(ZoneInfo(zone)).date())


def between(begins: datetime, ends: datetime, zone: str) -> str:
    """`Sat 6 March, 10am to noon`, or both with their days."""
    first, last = day(begins, zone), day(ends, zone)
    if first == last:
        return f"{first}, {at_hour(begins, zone)} to {at_hour(ends, zone)}"
    return f"{first}, {at_hour(begins, zone)} to {last}, {at_hour(ends, zone)}"


def lasted(time: timedelta) -> str:
    """`2 hours 40`, `three days`, `under a minute`."""
    minutes = int(time.total_seconds() // 60)
    days, hours = minutes // 1_440, minutes // 60
    if days >= 2:
        return counted(days, "day")
    if hours:
        return f"{hours} {'hour' if hours == 1 else 'hours'}" + (f" {minutes % 60}" if minutes % 60 else "")
    return counted(minutes, "minute") if minutes else "under a minute"


def sentence(text: str) -> str:
    """The text with a full stop where it has none."""
    return text if not text or text[-1] in ".!?…”’" else f"{text}."


def named(names: list[str], most: int = 3) -> str:
    """`Pool and lift`, `Pool, lift, road and two more`."""
    rest = len(names) - most
    shown = names if rest <= 0 else [*names[:most], f"{counted(rest, 'more', 'more')}"]
    words = listed(shown)
    return words[:1].upper() + words[1:]
