"""What is announced and not over, in memory: read by every page on which somebody looks at nights or buys them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.care.notices.models import Notice
from app.care.notices.rules import ANNOUNCED
from app.catalogue.models import Location
from app.kernel import clock
from app.store import db
from app.store.version import Cached, versions

NOTICES = "notices"
"""The number that rises with every step of a notice (`store.version`)."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A notice that is announced and not over, on these days of the house's calendar, the last one too."""

    id: int
    revision: int
    location_id: int
    title: str
    meaning: str
    said: str
    begins_at: datetime
    ends_at: datetime
    zone: str
    first_on: date
    last_on: date


def coming(location_id: int, first: date, until: date) -> list[Coming]:
    """The notices of a house that fall on a stay from `first` to its departure `until`, the first to begin first;
    no statement where nothing was ever announced."""
    if not versions().get(NOTICES):
        return []
    now = clock.now()
    own = _COMING.get().get(location_id, ())
    return [one for one in own if one.first_on <= until and one.last_on >= first and one.ends_at > now]


def read_key(notices: Sequence[Coming]) -> str:
    """What somebody has read who has read these: it changes when one is changed, or another comes."""
    return ",".join(f"{one.id}:{one.revision}" for one in sorted(notices, key=lambda one: one.id))


def _load() -> dict[int, tuple[Coming, ...]]:
    notice = Notice.__table__
    names = ("id", "revision", "location_id", "title", "meaning", "said", "begins_at", "ends_at")
    rows: Any = db.session.execute(
        select(*(notice.c[name] for name in names), Location.timezone)
        .join(Location, Location.id == notice.c.location_id)
        .where(notice.c.state == ANNOUNCED)
        .order_by(notice.c.begins_at, notice.c.id)
    )
    found: dict[int, list[Coming]] = defaultdict(list)
    for *told, timezone in rows:
        first, last = (at.astimezone(ZoneInfo(timezone)).date() for at in told[-2:])
        found[told[2]].append(Coming(*[*told, timezone, first, last]))
    return {location_id: tuple(own) for location_id, own in found.items()}


_COMING = Cached(_load, NOTICES)
