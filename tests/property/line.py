"""A full house and its line in plain Python: what random guests and the product are compared with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.booking import operations as booking
from tests import cast
from tests.builders import TODAY
from tests.property.books import Choice
from tests.property.small_house import asked, small_house

ROOMS = {"hut": 1, "snug": 2}
FULL_DAYS = (1, 3, 5)
"""Every room is sold for two nights from each of these on, so that there is something to wait for."""


def full_house() -> None:
    """The small house, sold out for six nights."""
    small_house()
    for room, count in ROOMS.items():
        for day in FULL_DAYS * count:
            choice = Choice(room, TODAY + timedelta(days=day), 2, (), ())
            booking.place_booking(booking.start_checkout(asked(cast.found(), choice)).checkout_id)


@dataclass
class Waiter:
    """An entry as it should be: what it wants, and what is held for it."""

    wish: tuple[str, ...]
    first: int
    last: int
    nights: int
    state: str = "waiting"
    room: str = ""
    arrival: int = 0
    until: datetime | None = None


def days(room: str, first: int, last: int) -> set[tuple[str, int]]:
    return {(room, day) for day in range(first, last)}


class Line:
    """The reference: who holds which room on which day, and the line, in plain Python. Days count from today."""

    def __init__(self) -> None:
        self.holds: dict[tuple[str, int], tuple[str, int, int]] = {}
        self.expiry: dict[tuple[str, int], datetime] = {}
        self.line: dict[int, Waiter] = {}

    def free(self, room: str, day: int) -> int:
        held = (1 for kind, first, last in self.holds.values() if kind == room and first <= day < last)
        return ROOMS[room] - sum(held)

    def fits(self, room: str, first: int, last: int) -> bool:
        return all(self.free(room, day) > 0 for day in range(first, last))

    def release(self, owner: tuple[str, int]) -> set[tuple[str, int]]:
        """What the owner held, as (room, day)."""
        self.expiry.pop(owner, None)
        return days(*self.holds.pop(owner, ("", 0, 0)))

    def sweep(self, rooms: set[str], now: datetime) -> set[tuple[str, int]]:
        """Whatever expired on these rooms is free; what that was."""
        gone = [owner for owner, until in self.expiry.items() if until <= now and self.holds[owner][0] in rooms]
        freed = set()
        for owner in gone:
            freed |= self.release(owner)
            if owner[0] == "waitlist":
                self.line[owner[1]].state = "lapsed"
        return freed

    def serve(self, freed: set[tuple[str, int]], now: datetime) -> None:
        for number, waiter in sorted(self.line.items()):
            if waiter.state != "waiting" or not freed:
                continue
            found = [
                (day, list(ROOMS).index(room))
                for room in waiter.wish
                for day in range(waiter.first, waiter.last - waiter.nights + 1)
                if any((room, night) in freed for night in range(day, day + waiter.nights))
                and self.fits(room, day, day + waiter.nights)
            ]
            if found:
                day, kind = min(found)
                waiter.state, waiter.room, waiter.arrival = "offered", list(ROOMS)[kind], day
                waiter.until = now + timedelta(hours=1)
                self.holds["waitlist", number] = (waiter.room, day, day + waiter.nights)
                self.expiry["waitlist", number] = waiter.until
