"""Whatever frees nights in whatever order: two never get the same, and the line is served as a plain list would be."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from app.booking import operations as booking
from app.booking.rules import HOLD
from app.booking.waitlist import operations as waitlist
from app.booking.waitlist.errors import FreeNow, NotHeld
from app.booking.waitlist.rules import Wish
from app.insight import verify
from app.inventory import SoldOut
from app.kernel import clock
from app.kernel.party import Party
from tests import cast, stock
from tests.builders import NOW, TODAY
from tests.databases import Databases, opened
from tests.property.books import Choice
from tests.property.small_house import asked, small_house

ROOMS = {"hut": 1, "snug": 2}
FULL_DAYS = (1, 3, 5)
"""Every room is sold for two nights from each of these on, so that there is something to wait for."""
ACTS = [*["join"] * 6, *["cancel", "book", "wait"] * 3, *["take", "leave", "abandon", "sweep", "place"]]


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


class Waiting(RuleBasedStateMachine):
    """One small house by day, with guests who book, give up and wait; `databases` is set by the test."""

    databases: Databases

    @initialize()
    def begin(self) -> None:
        self.open = ExitStack()
        self.url = self.databases.copy("small-and-full", full_house)
        self.open.callback(self.databases.drop, self.url)
        self.open.enter_context(opened(self.databases.config(self.url)))
        self.house = cast.found()
        self.now = datetime.fromisoformat(NOW).astimezone(UTC)
        self.known = Line()
        full = [(room, day) for room, count in ROOMS.items() for day in FULL_DAYS * count]
        self.bookings = list(range(1, len(full) + 1))
        for number, (room, day) in enumerate(full, 1):
            self.known.holds["booking", number] = (room, day, day + 2)
        self.checkouts: list[int] = []
        self.joined = 0

    def teardown(self) -> None:
        if not hasattr(self, "open"):
            return
        try:
            assert [found for found in verify.run() if not found.ok] == []
        finally:
            clock.configure(NOW)
            self.open.close()

    @rule(
        act=st.sampled_from(ACTS),
        room=st.sampled_from(list(ROOMS)),
        both=st.booleans(),
        day=st.integers(1, 4),
        nights=st.integers(1, 2),
        more=st.integers(0, 2),
        pick=st.integers(0, 99),
        minutes=st.sampled_from([5, 16, 61]),
    )
    def act(self, act: str, room: str, both: bool, day: int, nights: int, more: int, pick: int, minutes: int) -> None:
        if act == "book":
            self.book(room, day, nights, keep=more > 0)
        elif act == "join":
            self.join(tuple(ROOMS) if both else (room,), day, nights, more)
        elif act == "wait":
            self.wait(minutes)
        elif act == "sweep":
            self.sweep()
        else:
            getattr(self, act)(pick)

    def book(self, room: str, day: int, nights: int, *, keep: bool) -> None:
        """A visitor stands behind the line: what expired goes to it first. A visitor who fails undoes even that."""
        basket = asked(self.house, Choice(room, TODAY + timedelta(days=day), nights, (), ()))
        before = self.copy()
        self.known.serve(self.known.sweep({room}, self.now), self.now)
        possible = self.known.fits(room, day, day + nights)
        try:
            started = booking.start_checkout(basket)
        except SoldOut:
            assert not possible, "refused though it is free and nobody waits for it"
            self.known = before
            return
        assert possible, "sold though it is somebody's"
        number = started.checkout_id
        self.known.holds["checkout", number] = (room, day, day + nights)
        self.known.expiry["checkout", number] = self.now + HOLD
        self.checkouts.append(number)
        if keep:
            self.place(-1)

    def place(self, pick: int) -> None:
        if not self.checkouts:
            return
        number = self.checkouts[pick % len(self.checkouts)]
        owner = ("checkout", number)
        if owner not in self.known.holds:
            return
        held = self.known.holds.pop(owner)
        self.known.expiry.pop(owner)
        placed = booking.place_booking(number)
        self.checkouts.remove(number)
        self.known.holds["booking", placed.booking_id] = held
        self.bookings.append(placed.booking_id)

    def cancel(self, pick: int) -> None:
        if not self.bookings:
            return
        number = self.bookings.pop(pick % len(self.bookings))
        self.give_back(("booking", number), lambda: booking.cancel_booking(number))

    def abandon(self, pick: int) -> None:
        live = [number for number in self.checkouts if ("checkout", number) in self.known.holds]
        if not live:
            return
        number = live[pick % len(live)]
        self.checkouts.remove(number)
        self.give_back(("checkout", number), lambda: booking.abandon_checkout(number))

    def give_back(self, owner: tuple[str, int], work: Callable[[], Any]) -> None:
        """Where somebody waits, what expired on the same room is swept and the line served before and after."""
        room = self.known.holds[owner][0]
        if any(waiter.state == "waiting" for waiter in self.known.line.values()):
            mine = self.known.expiry.pop(owner, None)
            self.known.serve(self.known.sweep({room}, self.now), self.now)
            if mine:
                self.known.expiry[owner] = mine
        work()
        self.known.serve(self.known.release(owner), self.now)

    def join(self, rooms: tuple[str, ...], day: int, nights: int, more: int) -> None:
        wish = Wish(
            TODAY + timedelta(days=day),
            TODAY + timedelta(days=day + nights + more),
            nights,
            Party(2),
            tuple(self.house.room_types[room] for room in rooms),
        )
        self.joined += 1
        try:
            entry = waitlist.join(wish, "Bea", f"bea{self.joined}@example.org").entry_id
        except FreeNow as free:
            kind = next(slug for slug, id_ in self.house.room_types.items() if id_ == free.room_type_id)
            first = (free.stay.arrival - TODAY).days
            assert self.fits_but_expired(kind, first, first + nights)
            return
        self.known.line[entry] = Waiter(rooms, day, day + nights + more, nights)

    def fits_but_expired(self, room: str, first: int, last: int) -> bool:
        then = self.copy()
        then.sweep({room}, self.now)
        return then.fits(room, first, last)

    def take(self, pick: int) -> None:
        offered = [number for number, waiter in self.known.line.items() if waiter.state == "offered"]
        if not offered:
            return
        number = offered[pick % len(offered)]
        waiter, owner = self.known.line[number], ("waitlist", number)
        assert waiter.until is not None
        if waiter.until <= self.now:
            with pytest.raises(NotHeld):
                waitlist.take(number, self.house.plans["flexible"])
            return
        self.known.serve(self.known.sweep({waiter.room}, self.now), self.now)
        started = waitlist.take(number, self.house.plans["flexible"])
        self.known.holds["checkout", started.checkout_id] = self.known.holds.pop(owner)
        self.known.expiry.pop(owner)
        self.known.expiry["checkout", started.checkout_id] = self.now + HOLD
        waiter.state = "taken"
        self.checkouts.append(started.checkout_id)

    def leave(self, pick: int) -> None:
        live = [number for number, waiter in self.known.line.items() if waiter.state in ("waiting", "offered")]
        if not live:
            return
        number = live[pick % len(live)]
        waiter, owner = self.known.line[number], ("waitlist", number)
        if waiter.state == "waiting":
            waitlist.leave(number)
        else:
            self.give_back(owner, lambda: waitlist.leave(number))
        waiter.state = "left"

    def sweep(self) -> None:
        booking.sweep_expired()
        self.known.serve(self.known.sweep(set(ROOMS), self.now), self.now)
        waitlist.end_entries()

    def wait(self, minutes: int) -> None:
        if self.now + timedelta(minutes=minutes) < datetime(2027, 3, 1, 20, 59, tzinfo=UTC):
            self.now += timedelta(minutes=minutes)
            clock.configure(self.now.isoformat())

    def copy(self) -> Line:
        return deepcopy(self.known)

    @invariant()
    def tables_agree(self) -> None:
        if not hasattr(self, "known"):
            return
        assert not stock.faults()
        rooms = {resource: slug for slug, resource in self.house.resources.items()}
        held: dict[tuple[str, int], set[tuple[str, int]]] = {}
        for owner, number, resource, night in stock.rows("SELECT owner, owner_id, resource_id, night FROM claim"):
            day = (date.fromisoformat(str(night)) - TODAY).days
            held.setdefault((str(owner), int(str(number))), set()).add((rooms[int(str(resource))], day))
        should = {
            owner: {(room, day) for day in range(first, last)}
            for owner, (room, first, last) in self.known.holds.items()
        }
        assert held == should
        states = dict(stock.rows("SELECT id, state FROM waitlist_entry"))
        for number, waiter in self.known.line.items():
            over = waiter.state == "lapsed" and states[number] == "offered"
            assert over or states[number] == waiter.state


def test_two_freed_nights_never_go_to_two_people(
    databases: Databases, engine: str, count: Callable[[int, int], int]
) -> None:
    machine = type("Waiting", (Waiting,), {"databases": databases})
    few = {"sqlite": (40, 300), "postgresql": (6, 60)}[engine]
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=count(*few),
            stateful_step_count=count(30, 50),
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
