"""How the rooms of a house stand with housekeeping."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.catalogue.models import Room, RoomType
from app.inventory.models import CLEAN, DIRTY, INSPECTED, OUT_OF_ORDER, OUT_OF_SERVICE, RoomState
from app.store import db

READY = INSPECTED
"""The one state in which a guest is let in without a reason."""

__all__ = ["CLEAN", "DIRTY", "INSPECTED", "OUT_OF_ORDER", "OUT_OF_SERVICE", "READY", "Standing", "room_states"]


@dataclass(frozen=True, slots=True)
class Standing:
    """A room in use and its state; `changed_at` is None for one that nobody has said anything about."""

    room_id: int
    room_type_id: int
    name: str
    floor: int
    state: str
    reason: str = ""
    changed_at: datetime | None = None
    changed_by: int | None = None

    @property
    def ready(self) -> bool:
        return self.state == READY


def room_states(location_id: int | None) -> dict[int, Standing]:
    """Every room in use of a house (of all houses where None) by its id, in the order of the house; one statement."""
    query = (
        select(
            Room.id,
            Room.room_type_id,
            Room.name,
            Room.floor,
            func.coalesce(RoomState.state, INSPECTED),
            func.coalesce(RoomState.reason, ""),
            RoomState.changed_at,
            RoomState.changed_by,
        )
        .join(RoomType, RoomType.id == Room.room_type_id)
        .outerjoin(RoomState, RoomState.room_id == Room.id)
        .where(Room.closed_at.is_(None), RoomType.closed_at.is_(None))
        .order_by(RoomType.location_id, RoomType.position, RoomType.id, Room.position, Room.id)
    )
    if location_id is not None:
        query = query.where(RoomType.location_id == location_id)
    return {row[0]: Standing(*row) for row in db.session.execute(query)}
