"""What is held for somebody goes on to their checkout, and to nobody else in between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app.booking import operations as booking
from app.booking.queries import checkout_of
from app.booking.rules import HOLD, Details
from app.booking.waitlist import operations as waitlist
from app.booking.waitlist.errors import NotHeld
from app.booking.waitlist.queries import entry_of
from app.insight import verify
from app.inventory import for_night
from app.inventory import operations as inventory
from app.kernel import clock
from app.store import transaction
from tests import builders, cast, stock
from tests.baskets import WEEKEND
from tests.builders import FRIDAY
from tests.waiting import held, sold, states, told, waiting

pytestmark = pytest.mark.houses(1)

Clock = Callable[[str], None]


@pytest.fixture(autouse=True)
def all_is_well(app: Flask) -> object:
    yield
    assert not stock.faults()
    assert [result for result in verify.run() if not result.ok] == []


@pytest.fixture
def offered(app: Flask) -> int:
    """An entry that a place is held for until ten."""
    taken = sold()
    first = waiting()
    booking.cancel_booking(taken)
    return first


def test_the_place_becomes_a_checkout_and_a_booking(offered: int, set_clock: Clock) -> None:
    set_clock("2027-03-01T09:59:59+00:00")
    started = waitlist.take(offered, cast.found().plans["flexible"])
    assert started.held_until_at == clock.now() + HOLD
    assert states() == {offered: "taken"}
    assert held() == {}
    checkout = checkout_of(started.checkout_id)
    assert checkout is not None
    assert checkout.basket.stays[0].stay == WEEKEND
    booking.keep_details(started.checkout_id, Details("Bea", "bea@example.org").as_json())
    placed = booking.place_booking(started.checkout_id, started.total_minor)
    assert placed.new


def test_the_price_is_that_of_the_day_on_which_it_is_taken(offered: int) -> None:
    house = cast.found()
    builders.reprice(house, 20000)
    assert waitlist.take(offered, house.plans["flexible"]).total_minor == 40000


def test_a_rule_that_came_after_the_offer_does_not_take_it_back(offered: int) -> None:
    house = cast.found()
    builders.restriction(house, FRIDAY, min_stay_arrival=3)
    builders.prices_changed(house)
    assert waitlist.take(offered, house.plans["flexible"])


def test_a_plan_with_supper_gets_its_table(offered: int) -> None:
    house = cast.found()
    full = for_night(house.resources["20:00"], FRIDAY, 19)
    transaction(lambda: inventory.claim_new("booking", 1, [full]))
    checkout = checkout_of(waitlist.take(offered, house.plans["supper"]).checkout_id)
    transaction(lambda: inventory.release("booking", 1))
    assert checkout is not None
    assert checkout.basket.stays[0].suppers == (
        (FRIDAY, house.sittings["18:30"]),
        (FRIDAY + timedelta(days=1), house.sittings["20:00"]),
    )


def test_nothing_is_taken_after_the_hour_or_twice_or_by_who_waits(offered: int, set_clock: Clock) -> None:
    plan = cast.found().plans["flexible"]
    second = waiting("cyd")
    with pytest.raises(NotHeld):
        waitlist.take(second, plan)
    waitlist.take(offered, plan)
    for entry in (offered, 99):
        with pytest.raises(NotHeld):
            waitlist.take(entry, plan)


def test_an_hour_that_has_passed_is_over(offered: int, set_clock: Clock) -> None:
    set_clock("2027-03-01T10:00:00+00:00")
    entry = entry_of(offered)
    assert entry is not None
    assert entry.state == "lapsed"
    with pytest.raises(NotHeld):
        waitlist.take(offered, cast.found().plans["flexible"])
    booking.sweep_expired()


def test_a_checkout_that_comes_to_nothing_serves_the_next(offered: int, set_clock: Clock) -> None:
    second = waiting("cyd")
    waitlist.take(offered, cast.found().plans["flexible"])
    set_clock("2027-03-01T09:15+00:00")
    booking.sweep_expired()
    assert states() == {offered: "taken", second: "offered"}


def test_leaving_hands_on_what_was_held(offered: int) -> None:
    second, third = waiting("cyd"), waiting("dot")
    waitlist.leave(second)
    waitlist.leave(second)
    waitlist.leave(offered)
    assert states() == {offered: "left", second: "left", third: "offered"}
    assert [kind for kind, entry, _ in told() if entry == third] == ["waitlisted", "place_free"]
