"""Promising a stay a door, as a form of the chart asks for it."""

from __future__ import annotations

from app.booking.rooms.errors import StaleMove
from app.booking.rooms.operations.moving import require_seen
from app.booking.rooms.operations.packing import promise_room
from app.booking.rooms.operations.standing import locked
from app.booking.rooms.suiting import promised_door, require_suited
from app.catalogue.queries import catalogue
from app.store import transaction


def promise_seen(
    stay_id: int, room_id: int | None, *, seen: str, promised: int | None, by: int | None, reason: str = ""
) -> None:
    """As `promise_room`, of a stay that stands as the form saw it and was promised `promised` then.

    Raises `StaleMove` with both versions where it does not, `CannotMove` where the stay is over, `NotSuited` where the
    door lacks what they need and no `reason` says why it is to be theirs all the same, and `DoorTaken` where it is
    promised to somebody else.
    """

    def work() -> None:
        found = locked(stay_id)
        require_seen(found, seen)
        stands = promised_door(stay_id)
        if stands != promised:
            raise StaleMove(_in_words(promised), _in_words(stands))
        nights = list(found.stay.chosen.stay)
        lacks = require_suited(found.stay, room_id, nights, reason, anew=True) if room_id else ()
        promise_room(stay_id, room_id, by=by, lacks=lacks, reason=reason)

    transaction(work)


def _in_words(room_id: int | None) -> str:
    names = {id_: name for house in catalogue().houses for kind in house.room_types for id_, name in kind.rooms}
    return f"{names.get(room_id, 'a room')} promised" if room_id else "no room promised"
