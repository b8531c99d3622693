"""Whatever guests do in whatever order, nothing is sold twice, and every counter is the sum of its claims."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from app.booking import operations as booking
from app.booking.rules import HOLD, Basket, ChosenStay
from app.kernel import clock
from app.kernel.errors import Refused
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.store import db
from tests import cast
from tests.builders import FRIDAY, NOW
from tests.databases import Databases, opened

ROOMS = {"snug": 2, "shepherds-hut": 1}
STAYS = st.builds(
    lambda day, nights: Stay.of(FRIDAY + timedelta(days=day), nights), st.integers(0, 3), st.integers(1, 3)
)
BASKETS = st.tuples(st.sampled_from(sorted(ROOMS)), st.sampled_from(["flexible", "supper"]), STAYS)
Chosen = tuple[str, str, Stay]

DRIFT = text(
    "SELECT a.night, a.resource_id, a.taken, COALESCE(SUM(c.count), 0) FROM allotment a LEFT JOIN claim c"
    " ON c.night = a.night AND c.resource_id = a.resource_id GROUP BY a.night, a.resource_id, a.taken"
    " HAVING a.taken <> COALESCE(SUM(c.count), 0)"
)
OVERSOLD = text("SELECT night, resource_id FROM allotment WHERE taken > sellable OR taken < 0")
CLAIMED = text(
    "SELECT COUNT(*) FROM claim JOIN resource r ON r.id = resource_id"
    " WHERE owner = :owner AND owner_id = :id AND r.room_type_id IS NOT NULL"
)


class Guests(RuleBasedStateMachine):
    """A model beside the database: who holds or has booked which nights, and until when."""

    checkouts: Bundle[int] = Bundle("checkouts")
    bookings: Bundle[int] = Bundle("bookings")
    databases: Databases

    def __init__(self) -> None:
        super().__init__()
        self.url = self.databases.copy("one-house", lambda: cast.house(rooms=2))
        self.context = opened(self.databases.config(self.url))
        self.context.__enter__()
        self.house = cast.found()
        self.at = datetime.fromisoformat(NOW)
        self.held: dict[int, tuple[Chosen, datetime]] = {}
        self.booked: dict[int, Chosen] = {}

    def teardown(self) -> None:
        self.context.__exit__(None, None, None)
        self.databases.drop(self.url)

    def basket(self, chosen: Chosen) -> Basket:
        room, plan, stay = chosen
        stays = (ChosenStay(self.house.room_types[room], self.house.plans[plan], stay, Party()),)
        return Basket(self.house.id, stays, at_house=True)

    def free(self, chosen: Chosen, but: int | None = None) -> bool:
        """Whether the model has a room left on every night, for anyone but one checkout."""
        room, _, stay = chosen
        taken = [other for checkout, (other, until) in self.held.items() if until > self.at and checkout != but]
        taken += self.booked.values()
        return all(sum(kind == room and night in nights for kind, _, nights in taken) < ROOMS[room] for night in stay)

    @rule(target=checkouts, chosen=BASKETS)
    def hold(self, chosen: Chosen) -> object:
        expected = self.free(chosen)
        try:
            started = booking.start_checkout(self.basket(chosen))
        except Refused:
            assert not expected, f"{chosen} was free and refused"
            return multiple()
        assert expected, f"{chosen} was sold twice"
        self.held[started.checkout_id] = (chosen, self.at + HOLD)
        booking.keep_details(started.checkout_id, {"name": "Ada", "email": "ada@example.org"})
        return started.checkout_id

    @rule(checkout=checkouts, chosen=BASKETS)
    def revise(self, checkout: int, chosen: Chosen) -> None:
        if checkout not in self.held:
            return
        _, until = self.held[checkout]
        expected = until > self.at and self.free(chosen, but=checkout)
        try:
            booking.revise_checkout(checkout, self.basket(chosen))
        except Refused:
            assert not expected
            return
        assert expected
        self.held[checkout] = (chosen, until)

    @rule(checkout=checkouts)
    def extend(self, checkout: int) -> None:
        if checkout not in self.held:
            return
        chosen, until = self.held[checkout]
        try:
            self.held[checkout] = (chosen, booking.extend_checkout(checkout))
        except Refused:
            assert until <= self.at
        else:
            assert until > self.at

    @rule(target=bookings, checkout=checkouts)
    def place(self, checkout: int) -> object:
        if checkout not in self.held:
            assert not booking.place_booking(checkout).new
            return multiple()
        chosen, until = self.held[checkout]
        expected = until > self.at or self.free(chosen, but=checkout)
        try:
            placed = booking.place_booking(checkout)
        except Refused:
            assert not expected, f"{chosen} was held or free, and refused"
            return multiple()
        assert expected, f"{chosen} was sold twice"
        assert placed.new
        del self.held[checkout]
        self.booked[placed.booking_id] = chosen
        return placed.booking_id

    @rule(placed=consumes(bookings))
    def cancel(self, placed: int) -> None:
        booking.cancel_booking(placed)
        del self.booked[placed]

    @rule(minutes=st.sampled_from([1, 7, 16]))
    def wait(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)
        clock.configure(self.at.isoformat())

    @rule()
    def sweep(self) -> None:
        booking.sweep_expired()

    @invariant()
    def the_books_agree(self) -> None:
        db.session.rollback()
        assert db.session.execute(DRIFT).all() == []
        assert db.session.execute(OVERSOLD).all() == []
        for owner, nights in (
            *((("booking", number), stay.nights) for number, (_, _, stay) in self.booked.items()),
            *((("checkout", n), stay.nights) for n, ((_, _, stay), until) in self.held.items() if until > self.at),
        ):
            named = {"owner": owner[0], "id": owner[1]}
            assert db.session.execute(CLAIMED, named).scalar_one() == nights, owner


@pytest.mark.parametrize("engine", ["sqlite"])
def test_guests_in_any_order(databases: Databases) -> None:
    Guests.databases = databases
    run_state_machine_as_test(Guests)
