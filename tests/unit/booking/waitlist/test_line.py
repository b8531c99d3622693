"""Whatever frees a night, the first in the line who can use it has it before anybody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete

from app.availability.boards import board
from app.booking import operations as booking
from app.booking.amendment import price_amendment
from app.booking.waitlist import operations as waitlist
from app.booking.waitlist.queries import entry_of
from app.catalogue.queries import catalogue
from app.insight import verify
from app.inventory import SoldOut
from app.inventory import operations as inventory
from app.kernel.stay import Stay
from app.pricing.models import Restriction
from app.store import transaction, write
from app.store.version import prices_of, raise_versions
from app.worker.holds import sweep_holds
from app.worker.waitlist import look_after_line
from tests import builders, cast, stock
from tests.baskets import WEEKEND, basket
from tests.builders import FRIDAY
from tests.waiting import held, sold, states, told, waiting, wish

pytestmark = pytest.mark.houses(2)

Clock = Callable[[str], None]
NIGHTS = {FRIDAY, FRIDAY + timedelta(days=1)}


@pytest.fixture(autouse=True)
def all_is_well(app: Flask) -> object:
    yield
    assert not stock.faults()
    assert [result for result in verify.run() if not result.ok] == []


def test_a_cancellation_goes_to_the_first_in_the_line(app: Flask) -> None:
    taken = sold()
    first, second = waiting("bea"), waiting("cyd")
    booking.cancel_booking(taken)
    assert states() == {first: "offered", second: "waiting"}
    assert held() == {first: NIGHTS}
    with pytest.raises(SoldOut):
        booking.start_checkout(basket(cast.found()))
    assert told() == [
        ("waitlisted", first, "2027-03-01 09:00"),
        ("waitlisted", second, "2027-03-01 09:00"),
        ("place_free", first, "2027-03-01 09:00"),
    ]
    entry = entry_of(first)
    assert entry is not None
    assert entry.offered is not None
    assert entry.offered.stay == WEEKEND


def test_what_is_freed_by_night_is_told_in_the_morning(app: Flask, set_clock: Clock) -> None:
    taken = sold()
    first = waiting()
    set_clock("2027-03-02T02:00+00:00")
    booking.cancel_booking(taken)
    assert held() == {first: NIGHTS}, "it is theirs from the instant it was freed"
    assert told()[-1] == ("place_free", first, "2027-03-02 08:00")
    set_clock("2027-03-02T08:59+00:00")
    assert sweep_holds() == 0
    set_clock("2027-03-02T09:00+00:00")
    assert sweep_holds() == 1
    assert states() == {first: "lapsed"}


def test_an_hour_that_passes_hands_on_to_the_next(app: Flask, set_clock: Clock) -> None:
    taken = sold()
    first, second = waiting("bea"), waiting("cyd")
    booking.cancel_booking(taken)
    set_clock("2027-03-01T10:00+00:00")
    assert sweep_holds() == 1
    assert states() == {first: "lapsed", second: "offered"}
    assert held() == {second: NIGHTS}
    set_clock("2027-03-01T11:00+00:00")
    sweep_holds()
    assert states() == {first: "lapsed", second: "lapsed"}
    assert booking.start_checkout(basket(cast.found())), "after the last of the line it is on sale"


def test_an_hour_that_passed_is_over_though_a_visitor_swept_it(app: Flask, set_clock: Clock) -> None:
    taken = sold()
    first = waiting()
    booking.cancel_booking(taken)
    set_clock("2027-03-01T10:00+00:00")
    booking.start_checkout(basket(cast.found()))
    entry = entry_of(first)
    assert entry is not None
    assert entry.state == "lapsed"
    look_after_line()
    assert states() == {first: "lapsed"}


def test_the_line_s_own_look_leaves_what_is_held_to_the_sweep(app: Flask, set_clock: Clock) -> None:
    taken = sold()
    first = waiting()
    booking.cancel_booking(taken)
    set_clock("2027-03-01T10:00+00:00")
    look_after_line()
    assert held() == {first: NIGHTS}
    assert sweep_holds() == 1
    assert held() == {}
    assert states() == {first: "lapsed"}


def test_a_hold_that_expires_is_the_line_s_before_a_visitor_s(app: Flask, set_clock: Clock) -> None:
    booking.start_checkout(basket(cast.found()))
    first = waiting()
    set_clock("2027-03-01T09:16+00:00")
    house = catalogue().by_id[cast.found().id]
    current = board(house)
    at = current.index(FRIDAY)
    assert current.left(cast.found().room_types["shepherds-hut"], at, at + 2) == 0, "a search does not promise it"
    with pytest.raises(SoldOut):
        booking.start_checkout(basket(cast.found()))
    sweep_holds()
    assert states() == {first: "offered"}


def test_a_visitor_s_own_claim_serves_the_line_with_what_else_expired(app: Flask, set_clock: Clock) -> None:
    """Two snugs of three are sold for the whole time; the third is held, and expires while one night is wanted."""
    sold(room_type="snug")
    sold(room_type="snug")
    longer = Stay.of(FRIDAY, 3)
    booking.start_checkout(basket(cast.found(), "snug", stay=longer))
    first = waiting(wanted=wish(WEEKEND, "snug"))
    set_clock("2027-03-01T09:16+00:00")
    booking.start_checkout(basket(cast.found(), "snug", stay=Stay.of(FRIDAY + timedelta(days=2), 1)))
    assert states() == {first: "offered"}


def test_a_lapsed_hold_is_not_renewed_before_those_who_wait(app: Flask, set_clock: Clock) -> None:
    started = booking.start_checkout(basket(cast.found()))
    waiting()
    set_clock("2027-03-01T09:16+00:00")
    with pytest.raises(SoldOut):
        booking.renew_checkout(started.checkout_id)
    sweep_holds()
    assert list(states().values()) == ["offered"]


def test_an_abandoned_hold_and_a_no_show_serve_the_line(app: Flask) -> None:
    started = booking.start_checkout(basket(cast.found()))
    first = waiting()
    booking.abandon_checkout(started.checkout_id)
    assert states() == {first: "offered"}
    taken = sold(WEEKEND.moved(7))
    second = waiting("cyd", wish(Stay.of(FRIDAY + timedelta(days=8), 1)))
    booking.mark_no_show(taken)
    assert states()[second] == "offered"


def test_a_revised_hold_serves_the_line_with_what_it_gives_up(app: Flask) -> None:
    started = booking.start_checkout(basket(cast.found()))
    first = waiting()
    booking.revise_checkout(started.checkout_id, basket(cast.found(), "garden"))
    assert states() == {first: "offered"}


def test_an_amendment_serves_the_line_with_the_nights_it_gives_up(app: Flask) -> None:
    taken = sold()
    first = waiting(wanted=wish(Stay.of(FRIDAY, 1)))
    other = basket(cast.found(), stay=Stay.of(FRIDAY + timedelta(days=1), 1))
    change = price_amendment(taken, other)
    booking.amend_booking(taken, other, seen_minor=change.total_minor, seen_revision=change.revision)
    assert states() == {first: "offered"}
    assert held() == {first: {FRIDAY}}


def test_one_night_that_frees_up_helps_who_wanted_two_only_with_the_other(app: Flask) -> None:
    friday, saturday = sold(Stay.of(FRIDAY, 1)), sold(Stay.of(FRIDAY + timedelta(days=1), 1))
    both = waiting("bea")
    one = waiting("cyd", wish(Stay.of(FRIDAY, 1)))
    booking.cancel_booking(friday)
    assert states() == {both: "waiting", one: "offered"}
    booking.cancel_booking(saturday)
    assert states() == {both: "waiting", one: "offered"}
    waitlist.leave(one)
    assert states() == {both: "offered", one: "left"}
    assert held() == {both: NIGHTS}


def test_any_nights_in_a_range_and_any_of_several_rooms(app: Flask) -> None:
    taken = [sold(Stay.of(FRIDAY - timedelta(days=1), 4)), *(sold(Stay.of(FRIDAY, 3), "snug") for _ in range(3))]
    first = waiting(wanted=wish(WEEKEND, "shepherds-hut", "snug", later=1))
    booking.cancel_booking(taken[-1])
    assert states() == {first: "offered"}
    assert held() == {first: NIGHTS}


def test_restrictions_hold_for_those_who_wait_as_for_anyone(app: Flask) -> None:
    taken = sold()
    house = cast.found()
    builders.restriction(house, FRIDAY, min_stay_arrival=3)
    first = waiting()
    booking.cancel_booking(taken)
    assert states() == {first: "waiting"}
    assert held() == {}


def test_who_cannot_be_told_before_arriving_is_passed_over(app: Flask, set_clock: Clock) -> None:
    tonight = Stay.of(date(2027, 3, 1), 1)
    taken = sold(Stay.of(date(2027, 3, 1), 2))
    first = waiting(wanted=wish(tonight))
    second = waiting("cyd", wish(tonight, later=1))
    set_clock("2027-03-01T21:30+00:00")
    booking.cancel_booking(taken)
    assert states() == {first: "waiting", second: "offered"}
    assert held() == {second: {date(2027, 3, 2)}}


def test_a_lifted_closure_serves_the_line(app: Flask) -> None:
    house = cast.found()
    hut, saturday = house.resources["shepherds-hut"], FRIDAY + timedelta(days=1)
    closure = transaction(lambda: inventory.close(hut, FRIDAY, FRIDAY + timedelta(days=7), 1, "a leak"))
    other = transaction(lambda: inventory.close(hut, saturday, FRIDAY + timedelta(days=9), 1, "paint"))
    both, first = waiting("bea"), waiting("cyd", wish(Stay.of(FRIDAY, 1)))
    waitlist.reopen(closure)
    assert states() == {both: "waiting", first: "offered"}
    assert stock.counter(hut, FRIDAY) == (1, 1, 0)
    assert stock.counter(hut, saturday) == (0, 0, 0)
    waitlist.reopen(closure)
    waitlist.reopen(other)
    assert stock.counter(hut, saturday) == (1, 0, 0)


def lift_restrictions(location_id: int) -> None:
    def work() -> None:
        write(delete(Restriction.__table__))
        raise_versions([prices_of(location_id)])

    transaction(work)


def test_the_worker_serves_what_became_possible_otherwise(app: Flask, set_clock: Clock) -> None:
    taken = sold()
    house = cast.found()
    builders.restriction(house, FRIDAY, min_stay_arrival=3)
    first, second = waiting("bea"), waiting("cyd")
    booking.cancel_booking(taken)
    lift_restrictions(house.id)
    look_after_line()
    assert states() == {first: "offered", second: "waiting"}
    assert look_after_line() == 0


def test_a_room_for_tonight_hides_no_later_date_from_who_hears_of_it_tomorrow(app: Flask, set_clock: Clock) -> None:
    house, tonight = cast.found(), Stay.of(date(2027, 3, 1), 1)
    taken = sold(tonight)
    builders.restriction(house, date(2027, 3, 2), closed=True)
    builders.prices_changed(house)
    first = waiting(wanted=wish(tonight, later=1))
    set_clock("2027-03-01T21:30+00:00")
    booking.cancel_booking(taken)
    lift_restrictions(house.id)
    assert look_after_line() == 1
    assert held() == {first: {date(2027, 3, 2)}}
