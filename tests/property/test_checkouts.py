"""Whatever guests, staff and the worker do in whatever order: nothing is oversold, and every number agrees."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from app.availability.boards import boards, fresh_boards
from app.booking import operations as booking
from app.booking.errors import AlreadyBooked, CannotBeSold, HoldLapsed, PriceChanged
from app.booking.rules import HOLD, HOLD_WHILE_PAYING, LONGEST_HOLD
from app.catalogue import catalogue
from app.insight import verify
from app.inventory import SoldOut, operations
from app.kernel import clock
from app.store import transaction
from app.store.version import forget_versions
from tests import cast, stock
from tests.builders import NOW, TODAY
from tests.databases import Databases, opened
from tests.property.books import STOCK, Books, Choice, Held
from tests.property.placed import CHANGES, Money, Placed, deadline
from tests.property.small_house import asked, choices, small_house

MOST_MINUTES = 14 * 60
"""Time moves on, but not past the day: arrivals must stay ahead."""


ACTS = [
    *["start", "place", "wait"] * 3,
    *["revise", "sweep", "cancel", "pay"] * 2,
    *["amend"] * 4,
    *["extend", "go_to_pay", "renew", "abandon", "no_show", "check_in", "check_out", "close"],
]


Refusal = type[Exception] | tuple[type[Exception], ...]


class Guests(Placed, RuleBasedStateMachine):
    """One house and its guests; `databases` is set by the test."""

    databases: Databases

    @initialize()
    def begin(self) -> None:
        self.open = ExitStack()
        self.url = self.databases.copy("small", small_house)
        self.open.callback(self.databases.drop, self.url)
        self.open.enter_context(opened(self.databases.config(self.url)))
        self.house = cast.found()
        self.now = datetime.fromisoformat(NOW).astimezone(UTC)
        self.minutes = 0
        self.books = Books()
        self.held = {}
        self.money = {}

    def teardown(self) -> None:
        if not hasattr(self, "open"):
            return
        try:
            wrong = [found for found in verify.run() if not found.ok]
            assert not wrong
        finally:
            clock.configure(NOW)
            self.open.close()

    @rule(
        act=st.sampled_from(ACTS),
        choice=choices(),
        pick=st.integers(0, 999),
        off=st.sampled_from([0, 0, 0, 1]),
        minutes=st.sampled_from([1, 15, 16, 40]),
        closed=st.tuples(st.sampled_from(["hut", "snug", "20:00"]), st.integers(1, 5)),
    )
    def act(self, act: str, choice: Choice, pick: int, off: int, minutes: int, closed: tuple[str, int]) -> None:
        """One of all that can happen, to any checkout so far. One rule, for Hypothesis switches whole rules off."""
        if act in ("wait", "sweep", "close"):
            return {
                "wait": lambda: self.wait(minutes),
                "sweep": self.sweep,
                "close": lambda: self.close(*closed),
            }[act]()
        if act == "start" or not self.held:
            return self.start(choice)
        placed = [checkout for checkout, held in self.held.items() if held.booking_id]
        if placed and act in (*CHANGES, "amend", "pay"):
            return self.act_on_booking(placed[-1 - pick % len(placed)], act, choice, off)
        checkout = list(self.held)[-1 - pick % len(self.held)]
        if act == "revise":
            return self.revise(checkout, choice)
        if act == "go_to_pay":
            return self.go_to_pay(checkout, off)
        does = {"extend": self.extend, "renew": self.renew, "abandon": self.abandon}
        return does.get(act, self.place)(checkout)

    def tried(self, expected: bool, work: Callable[[], Any], refusal: Refusal = SoldOut) -> Any:
        """What `work` answers, or None when it is refused; which of the two was known before."""
        try:
            answer = work()
        except refusal:
            assert not expected, "refused though the books allow it"
            return None
        assert expected, "done though the books forbid it"
        return answer

    def start(self, choice: Choice) -> None:
        basket, until = asked(self.house, choice), self.now + HOLD
        newcomer = ("checkout", -1)
        free = self.books.claim(newcomer, choice.wants(), self.now, until)
        started = self.tried(free, lambda: booking.start_checkout(basket))
        if started is None:
            return
        assert started.total_minor == choice.total_minor()
        self.books.forget(newcomer)
        self.books.claims["checkout", started.checkout_id] = choice.wants()
        self.books.expiry["checkout", started.checkout_id] = until
        self.held[started.checkout_id] = Held(choice, basket, self.now, until, self.now)

    def extend(self, checkout: int) -> None:
        held = self.held[checkout]
        alive = self.books.expiry.get(("checkout", checkout), self.now) > self.now
        refusal = AlreadyBooked if held.booking_id else HoldLapsed
        until = self.tried(alive, lambda: booking.extend_checkout(checkout), refusal)
        if until:
            assert until == max(held.until, min(held.until + HOLD, held.began + LONGEST_HOLD))
            held.until = self.books.expiry["checkout", checkout] = until

    def go_to_pay(self, checkout: int, off: int) -> None:
        held = self.held[checkout]
        seen = held.choice.total_minor() + off
        alive = self.books.expiry.get(("checkout", checkout), self.now) > self.now
        refusal = AlreadyBooked if held.booking_id else PriceChanged if off else HoldLapsed
        if self.tried(alive and not off, lambda: booking.begin_payment(checkout, seen), refusal):
            if self.now <= held.began + LONGEST_HOLD:
                held.until = self.books.expiry["checkout", checkout] = max(held.until, self.now + HOLD_WHILE_PAYING)
            held.state = "paying"

    def revise(self, checkout: int, choice: Choice) -> None:
        held, basket = self.held[checkout], asked(self.house, choice)
        if held.booking_id or held.until <= self.now:
            with pytest.raises(AlreadyBooked if held.booking_id else HoldLapsed):
                booking.revise_checkout(checkout, basket)
            return
        same = basket == held.basket
        free = same or self.books.claim(("checkout", checkout), choice.wants(), self.now, held.until)
        total = self.tried(free, lambda: booking.revise_checkout(checkout, basket))
        if total is not None:
            assert total == choice.total_minor()
            state = held.state if same else "open"
            self.held[checkout] = Held(choice, basket, held.began, held.until, held.quoted if same else self.now, state)

    def renew(self, checkout: int) -> None:
        held, until = self.held[checkout], self.now + HOLD
        if held.booking_id:
            with pytest.raises(AlreadyBooked):
                booking.renew_checkout(checkout)
            return
        if held.until > self.now:
            total = held.choice.total_minor()
            assert booking.renew_checkout(checkout) == booking.Renewed(total, total), "a live hold stays as it is"
            return
        left = self.books.left_of(("checkout", checkout), held.choice, self.now)
        renewed = self.tried(left is not None, lambda: booking.renew_checkout(checkout), (SoldOut, CannotBeSold))
        if renewed and left:
            assert self.books.claim(("checkout", checkout), left.wants(), self.now, until)
            assert (renewed.was_minor, renewed.total_minor) == (held.choice.total_minor(), left.total_minor())
            assert bool(renewed.gone) == (left != held.choice)
            self.held[checkout] = Held(left, asked(self.house, left), self.now, until, self.now)

    def place(self, checkout: int) -> None:
        held, owner = self.held[checkout], ("checkout", checkout)
        if held.booking_id:
            again = booking.place_booking(checkout)
            assert (again.booking_id, again.new) == (held.booking_id, False)
            return
        paid, choice = held.choice.total_minor(), held.choice
        if held.until <= self.now:
            found = self.books.left_of(owner, choice, self.now)
            choice = found if found and found.extras == choice.extras else None
        placed = self.tried(choice is not None, lambda: booking.place_booking(checkout, paid))
        if placed and choice:
            assert placed.new
            if held.until <= self.now:
                assert self.books.claim(owner, choice.wants(), self.now, None)
                held.choice, held.basket = choice, asked(self.house, choice)
            wants = self.books.claims[owner]
            self.books.forget(owner)
            self.books.claims["booking", placed.booking_id] = wants
            held.booking_id, held.state = placed.booking_id, "confirmed"
            until = deadline(held.choice, held.quoted)
            self.money[placed.booking_id] = Money(held.choice.total_minor(), until)

    def abandon(self, checkout: int) -> None:
        booking.abandon_checkout(checkout)
        held = self.held[checkout]
        if held.booking_id is None:
            self.books.forget(("checkout", checkout))
            held.until, held.state = self.now, "lapsed"

    def sweep(self) -> None:
        assert booking.sweep_expired() == self.books.sweep(self.now)

    def wait(self, minutes: int) -> None:
        if self.minutes + minutes > MOST_MINUTES:
            return
        self.minutes += minutes
        self.now += timedelta(minutes=minutes)
        clock.configure(self.now.isoformat())

    def close(self, slug: str, day: int) -> None:
        night = TODAY + timedelta(days=day)
        resource = self.house.resources[slug]
        transaction(lambda: operations.close(resource, night, night + timedelta(days=1), 1, "paint"))
        self.books.closed[slug, night] = min(self.books.closed[slug, night] + 1, STOCK[slug])

    @invariant()
    def tables_agree(self) -> None:
        if not hasattr(self, "books"):
            return
        assert not stock.faults()
        slugs = {resource: slug for slug, resource in self.house.resources.items()}
        counted = {
            (slugs[resource], str(night)): int(str(taken))
            for resource, night, taken in stock.rows("SELECT resource_id, night, taken FROM allotment WHERE taken <> 0")
        }
        assert counted == {(slug, str(night)): n for (slug, night), n in self.books.taken().items() if n}

    @invariant()
    def folios_agree(self) -> None:
        if hasattr(self, "money"):
            self.money_agrees()

    @invariant()
    def boards_are_what_the_tables_say(self) -> None:
        if not hasattr(self, "books"):
            return
        forget_versions()
        houses = catalogue().houses
        for kept, fresh in zip(boards(houses), fresh_boards(houses), strict=True):
            assert kept.stock.free == fresh.stock.free
            assert kept.stock.covers == fresh.stock.covers


@pytest.mark.long(6)
def test_any_order_of_guests_staff_and_worker(
    databases: Databases, engine: str, count: Callable[[int, int], int]
) -> None:
    machine = type("Guests", (Guests,), {"databases": databases})
    few = {"sqlite": (24, 300), "postgresql": (8, 60)}[engine]
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=count(*few),
            stateful_step_count=count(30, 50),
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
