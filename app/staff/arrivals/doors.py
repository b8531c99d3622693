"""The doors that may be given to those who stand before the desk, with how they stand and what they lack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from app.booking.reception.standing import StandingStay
from app.booking.rooms.rules import DoorWanted, lacking
from app.booking.rooms.suiting import kept_for, offered_by, wanted_by
from app.inventory.packing.queries import free_rooms
from app.staff.arrivals.shared import Desk
from app.staff.lacking import door_label
from app.staff.rooms.board import STATES as ROOM_WORDS


class Doors:
    """The doors of a booking's rooms that are to come; `inside` are those whose last guest has not left, by name."""

    def __init__(self, desk: Desk, coming: Sequence[StandingStay], today: date, inside: Mapping[int, str]) -> None:
        self.desk, self.today, self.inside = desk, today, inside
        self.wanted = wanted_by([own.placed for own in coming]) if coming else {}
        self.offered = offered_by(desk.rooms) if self.wanted_any else {}
        nights = [night for own in coming for night in own.placed.chosen.stay]
        self.kept = kept_for(nights) if coming else {}

    @property
    def wanted_any(self) -> bool:
        """Whether one of the rooms needs something of its door, or was promised one."""
        return any(wanted != DoorWanted() for wanted in self.wanted.values())

    def choices(self, own: StandingStay) -> list[tuple[str, str]]:
        """(number, words) of the doors that can be given from today on, the given one among them."""
        stay = own.placed.chosen.stay
        nights = [night for night in stay if night >= min(self.today, stay.last_night)]
        given = self.desk.rooms.get(own.door_on(self.today) or 0)
        room_type_id = given.room_type_id if given else own.placed.chosen.room_type_id
        mine = self.wanted[own.placed.id].room_id
        free = free_rooms(room_type_id, nights, but=own.placed.id)
        return [
            (str(door.id), f"{self._label(own, door.id)}, {self._how(door.id)}")
            for door in free
            if door.id in self.desk.rooms and (door.id == mine or door.id not in self.kept)
        ]

    def _label(self, own: StandingStay, room_id: int) -> str:
        door = self.offered.get(room_id)
        return door_label(self.desk.rooms[room_id].name, lacking(self.wanted[own.placed.id], door) if door else ())

    def _how(self, room_id: int) -> str:
        guest = self.inside.get(room_id)
        return f"{guest} has not left" if guest else ROOM_WORDS[self.desk.rooms[room_id].state][1].lower()
