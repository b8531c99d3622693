"""A basket is claimed, priced and booked as one and the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from app.booking import operations as booking
from app.booking.errors import CannotBeSold
from app.booking.quoting import as_sold, price_basket
from app.catalogue.models import Location
from app.catalogue.operations import add_all
from app.inventory import for_night, operations
from app.kernel import clock
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.operations import restrict
from app.store import transaction, write
from tests import builders, stock
from tests.baskets import WEEKEND, basket, several
from tests.builders import FRIDAY
from tests.cast import found, house

pytestmark = pytest.mark.houses(1)

SATURDAY = FRIDAY + timedelta(days=1)


LAPSED = "2027-03-01T09:16+00:00"
"""When a hold that began with the test has ended."""


def seen_anew() -> None:
    """What a builder changed behind the operations is read again."""
    transaction(lambda: add_all(Location, []))


def test_more_than_the_house_allows_is_neither_priced_nor_claimed_nor_booked(app: Flask) -> None:
    started = booking.start_checkout(basket(found(), extras={"bicycle": 6, "flowers": 9}))
    assert started.total_minor == 30000 + 4 * 2 * 1800 + 4 * 3500
    assert stock.counter(found().resources["bicycle"], FRIDAY) == (6, 4, 0)
    booking.place_booking(started.checkout_id)
    assert sorted(stock.rows("SELECT count FROM booked_extra")) == [(4,), (4,)]


def test_an_extra_that_the_house_gave_up_is_left_out(app: Flask, set_clock: Callable[[str], None]) -> None:
    started = booking.start_checkout(basket(found(), extras={"cot": 1}))
    transaction(lambda: write(update(builders.Extra).values(closed_at=clock.now())))
    seen_anew()
    set_clock(LAPSED)
    booking.renew_checkout(started.checkout_id)
    assert stock.counter(found().resources["cot"], FRIDAY) == (1, 0, 0)


def test_suppers_are_on_nights_of_the_stay(app: Flask) -> None:
    ours = found()
    chosen = basket(ours, suppers=((FRIDAY, "18:30"), (FRIDAY + timedelta(days=7), "18:30")))
    booking.start_checkout(chosen)
    assert stock.counter(ours.resources["18:30"], FRIDAY + timedelta(days=7))[1] == 0
    assert stock.counter(ours.resources["18:30"], FRIDAY)[1] == 2


def test_a_plan_with_supper_sits_at_the_chosen_hour_or_the_nearest_to_half_past_seven(app: Flask) -> None:
    ours = found()
    transaction(lambda: operations.claim_new("block", 1, [for_night(ours.resources["20:00"], SATURDAY, 19)]))
    stay = Stay.of(FRIDAY, 3)
    sold = as_sold(basket(ours, plan="supper", stay=stay, suppers=((FRIDAY, "18:30"),)))
    early, late = ours.sittings["18:30"], ours.sittings["20:00"]
    assert [sitting for _, sitting in sold.stays[0].suppers] == [early, early, late]

    transaction(lambda: operations.claim_new("block", 2, [for_night(ours.resources["18:30"], SATURDAY, 19)]))
    with pytest.raises(CannotBeSold) as refusal:
        booking.start_checkout(basket(ours, plan="supper", stay=stay))
    assert refusal.value.reasons == ("full",)


def test_a_house_that_closed_refuses_instead_of_failing(app: Flask, set_clock: Callable[[str], None]) -> None:
    started = booking.start_checkout(basket(found()))
    transaction(lambda: write(update(Location).values(closed_at=clock.now())))
    seen_anew()
    set_clock(LAPSED)
    with pytest.raises(CannotBeSold) as refusal:
        booking.renew_checkout(started.checkout_id)
    assert refusal.value.reasons == ("closed",)


def test_rules_that_came_after_the_hold_forbid_other_nights_only(app: Flask) -> None:
    ours = found()
    started = booking.start_checkout(basket(ours))
    builders.restriction(ours, FRIDAY, min_stay_arrival=3)
    transaction(lambda: restrict(ours.id, []))
    assert booking.revise_checkout(started.checkout_id, basket(ours, extras={"flowers": 1})) == 33500
    with pytest.raises(CannotBeSold) as refusal:
        booking.revise_checkout(started.checkout_id, basket(ours, stay=Stay.of(FRIDAY, 1)))
    assert refusal.value.reasons == ("min_stay",)
    with pytest.raises(CannotBeSold) as refusal:
        booking.revise_checkout(started.checkout_id, basket(ours, party=Party(5)))
    assert refusal.value.code == "party_too_large"


def test_rates_that_came_after_the_hold_are_for_other_nights_only(app: Flask, set_clock: Callable[[str], None]) -> None:
    ours = found()
    started = booking.start_checkout(basket(ours))
    builders.reprice(ours, 16000)
    owed = replace(basket(ours), at_house=True)
    assert booking.revise_checkout(started.checkout_id, owed) == 30000, "how it is paid changes no price"
    assert booking.revise_checkout(started.checkout_id, basket(ours, extras={"flowers": 1})) == 33500
    assert booking.revise_checkout(started.checkout_id, basket(ours, stay=Stay.of(FRIDAY, 3))) == 30000 + 16000
    set_clock(LAPSED)
    renewed = booking.renew_checkout(started.checkout_id)
    assert (renewed.was_minor, renewed.total_minor) == (46000, 48000), "a new hold is at today's price"


def test_another_house_is_another_checkout(app: Flask) -> None:
    started = booking.start_checkout(basket(found()))
    other = house("withy-moor", "Withy Moor")
    seen_anew()
    with pytest.raises(CannotBeSold):
        booking.revise_checkout(started.checkout_id, basket(other))
    assert stock.counter(found().resources["shepherds-hut"], WEEKEND.arrival)[1] == 1


def test_all_rooms_of_a_plan_with_supper_sit_down_together(app: Flask) -> None:
    """Two places at half past six and four at eight: a couple alone would sit early, two couples cannot."""
    ours = found()
    for owner, (sitting, gone) in enumerate((("18:30", 18), ("20:00", 16))):
        want = for_night(ours.resources[sitting], FRIDAY, gone)
        transaction(lambda owner=owner, want=want: operations.claim_new("block", owner, [want]))
    one_night = Stay.of(FRIDAY, 1)
    couple = basket(ours, "snug", "supper", one_night)
    four = several(ours, couple, basket(ours, "garden", "supper", one_night))

    assert [chosen.suppers for chosen in as_sold(four).stays] == [((FRIDAY, ours.sittings["20:00"]),)] * 2
    booking.start_checkout(four)
    assert stock.counter(ours.resources["20:00"], FRIDAY) == (20, 20, 0)
    three = several(ours, couple, basket(ours, "garden", "supper", one_night, Party(1)))
    with pytest.raises(CannotBeSold):
        as_sold(three)


def test_rooms_with_different_terms_have_the_strictest(app: Flask) -> None:
    ours = found()
    flexible, saver = basket(ours, "snug", "flexible"), basket(ours, "garden", "saver")
    for both in (several(ours, flexible, saver), several(ours, saver, flexible)):
        offered = price_basket(both, clock.now())
        assert offered.policy.free_until_at is None
        assert "refunded" in offered.policy.full
    alone = price_basket(several(ours, flexible, basket(ours, "garden")), clock.now())
    assert alone.policy.free_until_at == price_basket(flexible, clock.now()).policy.free_until_at
