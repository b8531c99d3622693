"""Taking back a wrong check-in or check-out, while the day is the same.

In the journal: `check_in_undone`, `check_out_undone`, with `parts`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import update

from app.booking.errors import WrongState
from app.booking.models import BookedStay, Booking
from app.booking.operations.changing import locked_booking
from app.booking.reception.days import require_same_day
from app.booking.reception.operations.receiving import require_as_seen
from app.booking.reception.queries import HERE, LEFT
from app.booking.reception.standing import StandingStay
from app.journal import record
from app.store import transaction, write

_booking, _stay = Booking.__table__, BookedStay.__table__


def undo_check_in(booking_id: int, parts: Collection[int], *, as_seen: str, by: int) -> None:
    """The guests of these rooms are still to come; the booking is confirmed again when nobody else came.

    What was written with it stays: register, room, payments. Raises `Stale`, `AnotherDay`, and `WrongState` where one
    of the rooms is not in the house.
    """
    _undo(booking_id, parts, HERE, "checked_in_at", "check_in_undone", as_seen, by)


def undo_check_out(booking_id: int, parts: Collection[int], *, as_seen: str, by: int) -> None:
    """The guests of these rooms are in the house again, and so is the booking.

    An invoice that was issued stands; what changes now is on another, or on a credit note. Raises as `undo_check_in`.
    """
    _undo(booking_id, parts, LEFT, "checked_out_at", "check_out_undone", as_seen, by)


def _undo(
    booking_id: int, parts: Collection[int], where: str, instant: str, action: str, as_seen: str, by: int
) -> None:
    def at(own: StandingStay) -> datetime | None:
        found: datetime | None = getattr(own.placed, instant)
        return found

    def work() -> None:
        row = locked_booking(booking_id)
        standing = require_as_seen(booking_id, as_seen)
        stays = [own for own in standing.at(where) if own.part in parts and at(own)]
        if not stays or len(stays) < len(set(parts)) or row.state not in ("in_house", "departed"):
            raise WrongState(row.state)
        for own in stays:
            require_same_day(row.location_id, at(own))
        mine = (_stay.c.booking_id == booking_id, _stay.c.part.in_([own.part for own in stays]))
        write(update(_stay).where(*mine).values({instant: None}))
        nobody_else = where == HERE and all(own in stays or not own.placed.checked_in_at for own in standing.stays)
        _set(booking_id, _columns(where, nobody_else=nobody_else))
        record(
            action,
            "booking",
            booking_id,
            actor="staff",
            actor_id=by,
            location_id=row.location_id,
            parts=sorted(parts),
        )

    transaction(work)


def _columns(where: str, *, nobody_else: bool) -> dict[str, Any]:
    if where == LEFT:
        return {"state": "in_house", "checked_out_at": None}
    return {"state": "confirmed", "checked_in_at": None} if nobody_else else {}


def _set(booking_id: int, columns: dict[str, Any]) -> None:
    if columns:
        write(update(_booking).where(_booking.c.id == booking_id).values(**columns))
