"""Who waits for what to be free. Serving them is for those who free: `booking.waitlist`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import delete, insert, select

from app.inventory.models import Resource, Watch
from app.store import db, write
from app.store.version import LINE, raise_last, raise_versions, stock_of

_watch = Watch.__table__


def watch(watcher_id: int, resources: Iterable[int], first_on: date, until_on: date) -> None:
    """The watcher waits for any of these resources on nights from `first_on` up to but not including `until_on`.

    What expires on them is for the line from now on, so every process reads these houses' counters anew.
    """
    wanted = sorted(set(resources))
    rows = [
        {"watcher_id": watcher_id, "resource_id": resource_id, "first_on": first_on, "until_on": until_on}
        for resource_id in wanted
    ]
    write(insert(_watch), rows)
    houses = db.session.execute(select(Resource.location_id).where(Resource.id.in_(wanted)).distinct())
    raise_versions([LINE, *(stock_of(location_id) for (location_id,) in houses)])


def unwatch(watcher_ids: Iterable[int]) -> None:
    """These watchers wait for nothing any more."""
    ids = sorted(set(watcher_ids))
    if ids and write(delete(_watch).where(_watch.c.watcher_id.in_(ids))).rowcount:
        raise_last([LINE])
