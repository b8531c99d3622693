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
    """A notice that is announced and not over, on these days of the house's calendar, the last one too; `told_after` is
    for one of which nobody was told before its end. How bad it is and whom it touches are as `Notice` has them."""

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
    told_after: bool
    weight: str
    whom: tuple[str, ...]
    room_types: tuple[int, ...]
    rooms: tuple[int, ...]

    def last(self, now: datetime) -> date:
        """The last day, or today where it should be over and nobody has said so: time alone ends nothing."""
        runs_late = self.ends_at <= now and not self.told_after
        return now.astimezone(ZoneInfo(self.zone)).date() if runs_late else self.last_on


def coming(location_id: int, first: date, until: date) -> list[Coming]:
    """The notices of a house that fall on a stay from `first` to its departure `until`, the first to begin first;
    no statement where nothing was ever announced."""
    if not versions().get(NOTICES):
        return []
    now = clock.now()
    own = _COMING.get().get(location_id, ())
    runs = [one for one in own if one.ends_at > now or not one.told_after]
    return [one for one in runs if one.first_on <= until and one.last(now) >= first]


def read_key(notices: Sequence[Coming]) -> str:
    """What somebody has read who has read these: it changes when one is changed, or another comes."""
    return ",".join(f"{one.id}:{one.revision}" for one in sorted(notices, key=lambda one: one.id))


def was_read(notices: Sequence[Coming], key: str) -> bool:
    """Whether somebody who has read `key` has read all of these, as they stand."""
    return {f"{one.id}:{one.revision}" for one in notices} <= set(key.split(","))


def _load() -> dict[int, tuple[Coming, ...]]:
    notice = Notice.__table__
    names = ("id", "revision", "location_id", "title", "meaning", "said", "begins_at", "ends_at")
    more = ("announced_at", "weight", "whom", "room_types", "rooms")
    rows: Any = db.session.execute(
        select(*(notice.c[name] for name in (*names, *more)), Location.timezone)
        .join(Location, Location.id == notice.c.location_id)
        .where(notice.c.state == ANNOUNCED)
        .order_by(notice.c.begins_at, notice.c.id)
    )
    found: dict[int, list[Coming]] = defaultdict(list)
    for row in rows:
        first, last = (at.astimezone(ZoneInfo(row.timezone)).date() for at in (row.begins_at, row.ends_at))
        days = (row.timezone, first, last, row.announced_at >= row.ends_at)
        touched = (row.weight, tuple(row.whom), tuple(row.room_types), tuple(row.rooms))
        told: list[Any] = [getattr(row, name) for name in names]
        found[row.location_id].append(Coming(*[*told, *days, *touched]))
    return {location_id: tuple(own) for location_id, own in found.items()}


_COMING = Cached(_load, NOTICES)
