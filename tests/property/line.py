"""A full house and its line in plain Python: what random guests and the product are compared with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations_with_replacement, islice

from app.booking import operations as booking
from tests import cast, stock
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
    """An entry as it should be: what it wants, so many rooms of it, and what is held for it."""

    wish: tuple[str, ...]
    first: int
    last: int
    nights: int
    count: int = 1
    state: str = "waiting"
    rooms: tuple[str, ...] = ()
    until: datetime | None = None

    def sets(self) -> list[tuple[str, ...]]:
        """What would do: every room costs the same, so of sets that with the earlier room is the first."""
        return list(combinations_with_replacement(self.wish, self.count))


Held = tuple[tuple[str, ...], int, int]
"""Rooms, and the days from the first up to but not including the last."""


def days(rooms: tuple[str, ...], first: int, last: int) -> set[tuple[str, int]]:
    return {(room, day) for room in rooms for day in range(first, last)}


def claimed(rooms: Mapping[int, str]) -> dict[tuple[str, int], Counter[tuple[str, int]]]:
    """What every owner holds by room and day, as the table has it; `rooms` are the names of resources."""
    held: dict[tuple[str, int], Counter[tuple[str, int]]] = {}
    rows = stock.rows("SELECT owner, owner_id, resource_id, night, count FROM claim")
    for owner, number, resource, night, count in rows:
        own = held.setdefault((str(owner), int(str(number))), Counter())
        own[rooms[int(str(resource))], (date.fromisoformat(str(night)) - TODAY).days] += int(str(count))
    return held


class Line:
    """The reference: who holds which room on which day, and the line, in plain Python. Days count from today."""

    def __init__(self) -> None:
        self.holds: dict[tuple[str, int], Held] = {}
        self.expiry: dict[tuple[str, int], datetime] = {}
        self.line: dict[int, Waiter] = {}

    def free(self, room: str, day: int) -> int:
        held = (rooms.count(room) for rooms, first, last in self.holds.values() if first <= day < last)
        return ROOMS[room] - sum(held)

    def fits(self, rooms: tuple[str, ...], first: int, last: int) -> bool:
        return all(self.free(room, day) >= rooms.count(room) for room in rooms for day in range(first, last))

    def release(self, owner: tuple[str, int]) -> set[tuple[str, int]]:
        """What the owner held, as (room, day)."""
        self.expiry.pop(owner, None)
        return days(*self.holds.pop(owner, ((), 0, 0)))

    def sweep(self, rooms: set[str], now: datetime) -> set[tuple[str, int]]:
        """Whatever expired on these rooms is free; what that was."""
        over = [owner for owner, until in self.expiry.items() if until <= now]
        gone = [owner for owner in over if not rooms.isdisjoint(self.holds[owner][0])]
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
            held = next((one for one in self.possible(waiter) if not freed.isdisjoint(days(*one))), None)
            if held:
                waiter.state, waiter.rooms = "offered", held[0]
                waiter.until = now + timedelta(hours=1)
                self.holds["waitlist", number] = held
                self.expiry["waitlist", number] = waiter.until

    def possible(self, waiter: Waiter) -> Iterator[Held]:
        """What could be held for somebody now, the earliest first: each single room, of sets the cheapest."""
        for day in range(waiter.first, waiter.last - waiter.nights + 1):
            fitting = (
                (rooms, day, day + waiter.nights)
                for rooms in waiter.sets()
                if self.fits(rooms, day, day + waiter.nights)
            )
            yield from fitting if waiter.count == 1 else islice(fitting, 1)
