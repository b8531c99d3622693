"""Doors given to stays."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, or_

from app.inventory.models import RoomNight
from app.kernel.stay import Stay
from app.store import write

_given = RoomNight.__table__


def vacate(stay_ids: Collection[int], kept: Stay | None = None) -> None:
    """No door is given to these stays any more, but on the nights that are `kept`. Within a transaction."""
    theirs = delete(_given).where(_given.c.stay_id.in_(stay_ids))
    if kept is not None:
        theirs = theirs.where(or_(_given.c.night < kept.arrival, _given.c.night >= kept.departure))
    write(theirs)
