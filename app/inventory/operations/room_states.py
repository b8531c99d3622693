"""The only writer of how rooms stand with housekeeping. In the journal: `room_state_set`, subject `room`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from app.catalogue.models import Room, RoomType
from app.inventory.errors import RoomChanged, UnknownRoom
from app.inventory.models import INSPECTED, OUT_OF_ORDER, OUT_OF_SERVICE, RoomState
from app.journal import record
from app.kernel import clock
from app.store import db, insert_or_ignore, transaction, write

OUT = frozenset({OUT_OF_SERVICE, OUT_OF_ORDER})
_state = RoomState.__table__


def set_room_state(
    room_id: int, state: str, by: int | None, *, seen: str | None = None, reason: str = "", at: datetime | None = None
) -> bool:
    """The room is in that state, set by that member of staff (None: by the house's running); False when it was already.

    `seen` is the state that whoever sets it was looking at: of two at once the later one gets `RoomChanged`, unless
    both said the same. Without it the room may have been in any state, but one that is out stays out: only somebody who
    saw that brings it back. The sale is not touched. Raises `UnknownRoom`.
    """

    def work() -> bool:
        when = at or clock.now()
        location_id = _location_of(room_id)
        write(insert_or_ignore(RoomState, _row(room_id, INSPECTED, when)))
        before = db.session.execute(select(_state).where(_state.c.room_id == room_id).with_for_update()).one()
        if before.state == state and before.reason == reason:
            return False
        if seen is None and before.state in OUT:
            return False
        if seen not in (None, before.state):
            raise RoomChanged(before.state, before.changed_by, before.changed_at)
        values = {"state": state, "reason": reason, "changed_at": when, "changed_by": by}
        write(update(_state).where(_state.c.room_id == room_id).values(values))
        record(
            "room_state_set",
            "room",
            room_id,
            actor="system" if by is None else "staff",
            actor_id=by,
            location_id=location_id,
            at=when,
            before=before.state,
            after=state,
            reason=reason,
        )
        return True

    return transaction(work)


def _location_of(room_id: int) -> int:
    query = select(RoomType.location_id).join(Room, Room.room_type_id == RoomType.id).where(Room.id == room_id)
    found = db.session.execute(query).scalar_one_or_none()
    if found is None:
        raise UnknownRoom
    return found


def _row(room_id: int, state: str, at: datetime) -> dict[str, Any]:
    return {"room_id": room_id, "state": state, "reason": "", "changed_at": at, "changed_by": None}
