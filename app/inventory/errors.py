"""Why inventory says no."""

from __future__ import annotations

from datetime import date, datetime

from app.kernel.errors import Refused
from app.kernel.words import long_day


class UnknownRoom(Refused):
    """There is no such room."""

    code = "unknown_room"

    def __init__(self) -> None:
        super().__init__("There is no such room.")


class RoomChanged(Refused):
    """Somebody else has changed the room since it was looked at: it is in `state` now, by `changed_by`."""

    code = "room_changed"

    def __init__(self, state: str, changed_by: int | None, changed_at: datetime) -> None:
        super().__init__("Somebody has changed this room since you looked.")
        self.state, self.changed_by, self.changed_at = state, changed_by, changed_at


class SoldOut(Refused):
    """Not enough of a resource is left; `night` is the first that ran out."""

    code = "full"

    def __init__(self, resource_id: int, night: date) -> None:
        super().__init__(f"Sold out on {long_day(night)}.")
        self.resource_id = resource_id
        self.night = night


class RoomTaken(Refused):
    """Somebody else has the door on `night`: the stay `stay_id`, whose name is for those above to tell."""

    code = "room_taken"

    def __init__(self, room_id: int, night: date, stay_id: int) -> None:
        super().__init__(f"That room is given to somebody else on {long_day(night)}.")
        self.room_id = room_id
        self.night = night
        self.stay_id = stay_id


class RoomClosed(Refused):
    """The door is closed on `night`."""

    code = "room_closed"

    def __init__(self, room_id: int, night: date, reason: str) -> None:
        super().__init__(f"That room is closed on {long_day(night)}: {reason}.")
        self.room_id = room_id
        self.night = night
        self.reason = reason
