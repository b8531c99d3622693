"""Whatever frees nights in whatever order: two never get the same, and the line is served as a plain list would be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from copy import deepcopy
from datetime import UTC, datetime, timedelta
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
from tests.property.line import FULL_DAYS, ROOMS, Line, Waiter, claimed, full_house
from tests.property.small_house import asked

ACTS = [*["join"] * 6, *["cancel", "book", "wait"] * 3, *["take", "leave", "abandon", "sweep", "place"]]


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
            self.known.holds["booking", number] = ((room,), day, day + 2)
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
        pair=st.booleans(),
        day=st.integers(1, 4),
        nights=st.integers(1, 2),
        more=st.integers(0, 2),
        pick=st.integers(0, 99),
        minutes=st.sampled_from([5, 16, 61]),
    )
    def act(
        self, act: str, room: str, both: bool, pair: bool, day: int, nights: int, more: int, pick: int, minutes: int
    ) -> None:
        if act == "book":
            self.book(room, day, nights, keep=more > 0)
        elif act == "join":
            rooms = tuple(ROOMS) if both or (pair and room == "hut") else (room,)
            self.join(rooms, day, nights, more, 2 if pair else 1)
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
        possible = self.known.fits((room,), day, day + nights)
        try:
            started = booking.start_checkout(basket)
        except SoldOut:
            assert not possible, "refused though it is free and nobody waits for it"
            self.known = before
            return
        assert possible, "sold though it is somebody's"
        number = started.checkout_id
        self.known.holds["checkout", number] = ((room,), day, day + nights)
        self.known.expiry["checkout", number] = self.now + HOLD
        self.checkouts.append(number)
        if keep:
            self.place(-1)

    def place(self, pick: int) -> None:
        """In time: who comes late stands behind whoever waits, as a visitor does."""
        if not self.checkouts:
            return
        number = self.checkouts[pick % len(self.checkouts)]
        owner = ("checkout", number)
        if owner not in self.known.holds or self.known.expiry[owner] <= self.now:
            return
        held = self.known.holds[owner]
        if self.known.expiry[owner] <= self.now and not self.hold_again(owner, held):
            with pytest.raises(SoldOut):
                booking.place_booking(number)
            return
        self.known.holds.pop(owner)
        self.known.expiry.pop(owner, None)
        placed = booking.place_booking(number)
        self.checkouts.remove(number)
        self.known.holds["booking", placed.booking_id] = held
        self.bookings.append(placed.booking_id)

    def hold_again(self, owner: tuple[str, int], held: tuple[str, int, int]) -> bool:
        """A guest who pays too late stands behind the line, as a visitor does."""
        before, (room, first, last) = self.copy(), held
        self.known.serve(self.known.sweep({room}, self.now), self.now)
        if not self.known.fits(room, first, last):
            self.known = before
            return False
        self.known.holds[owner] = held
        return True

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
        """Where somebody waits, what expired on the same rooms is swept and the line served before and after."""
        rooms = set(self.known.holds[owner][0])
        if any(waiter.state == "waiting" for waiter in self.known.line.values()):
            mine = self.known.expiry.pop(owner, None)
            self.known.serve(self.known.sweep(rooms, self.now), self.now)
            if mine:
                self.known.expiry[owner] = mine
        work()
        self.known.serve(self.known.release(owner), self.now)

    def join(self, rooms: tuple[str, ...], day: int, nights: int, more: int, count: int) -> None:
        wish = Wish(
            TODAY + timedelta(days=day),
            TODAY + timedelta(days=day + nights + more),
            nights,
            Party(2),
            tuple(self.house.room_types[room] for room in rooms),
            count,
        )
        self.joined += 1
        try:
            entry = waitlist.join(wish, "Bea", f"bea{self.joined}@example.org").entry_id
        except FreeNow as free:
            slugs = {id_: slug for slug, id_ in self.house.room_types.items()}
            first = (free.stay.arrival - TODAY).days
            self.fit_but_expired(tuple(slugs[kind] for kind in free.room_types), first, first + nights)
            return
        self.known.line[entry] = Waiter(rooms, day, day + nights + more, nights, count)

    def fit_but_expired(self, rooms: tuple[str, ...], first: int, last: int) -> None:
        then = self.copy()
        then.sweep(set(rooms), self.now)
        assert then.fits(rooms, first, last)

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
        self.known.serve(self.known.sweep(set(waiter.rooms), self.now), self.now)
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
        held = claimed({resource: slug for slug, resource in self.house.resources.items()})
        should = {
            owner: Counter((room, day) for room in held_rooms for day in range(first, last))
            for owner, (held_rooms, first, last) in self.known.holds.items()
        }
        assert held == should
        states = dict(stock.rows("SELECT id, state FROM waitlist_entry"))
        for number, waiter in self.known.line.items():
            over = waiter.state == "lapsed" and states[number] == "offered"
            assert over or states[number] == waiter.state


@pytest.mark.long(4)
def test_two_freed_nights_never_go_to_two_people(
    databases: Databases, engine: str, count: Callable[[int, int], int]
) -> None:
    machine = type("Waiting", (Waiting,), {"databases": databases})
    few = {"sqlite": (24, 300), "postgresql": (6, 60)}[engine]
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=count(*few),
            stateful_step_count=count(30, 50),
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
