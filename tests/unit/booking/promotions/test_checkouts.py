"""Promotions in a checkout: priced, taken with the hold, kept by the booking, given back with what ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.booking import operations as booking
from app.booking.queries import booking_of, booking_of_checkout, checkout_of
from app.booking.quoting import as_sold, price_basket
from app.booking.rules import Basket, basket_from_json
from app.kernel import clock
from app.promotions import operations as promotions
from app.promotions.errors import OfferGone
from tests.baskets import WEEKEND, basket, several
from tests.cast import found
from tests.offers import now, offer

pytestmark = [pytest.mark.houses(2), pytest.mark.usefixtures("app")]
ADA = {"name": "Ada Quick", "email": "ada@example.org"}


def with_offers(one: Basket, *ids: int) -> Basket:
    return replace(one, promotions=ids)


def start(one: Basket, *ids: int) -> Any:
    return booking.start_checkout(with_offers(one, *ids))


def place(one: Basket, *ids: int) -> int:
    started = start(one, *ids)
    booking.keep_details(started.checkout_id, ADA)
    return booking.place_booking(started.checkout_id, started.total_minor).booking_id


def test_the_last_use_is_given_back_when_the_hold_ends(set_clock: Callable[[str], None]) -> None:
    own = offer("last", uses_most=1)
    started = start(basket(found()), own.id)
    with pytest.raises(OfferGone) as gone:
        start(basket(found(), "snug"), own.id)
    assert gone.value.reason == "used_up"
    assert booking.start_checkout(basket(found(), "snug")).total_minor == 30000
    booking.abandon_checkout(started.checkout_id)
    assert now(own.id).used == 0
    start(basket(found()), own.id)
    set_clock("2027-03-01T09:30+00:00")
    assert now(own.id).used == 1
    booking.sweep_expired()
    assert (now(own.id).used, now(own.id).spent_minor) == (0, 0)


def test_a_use_that_ran_out_is_free_before_anybody_sweeps_and_lasts_with_its_hold(
    set_clock: Callable[[str], None],
) -> None:
    own = offer("last", uses_most=1)
    first = start(basket(found()), own.id)
    set_clock("2027-03-01T09:10+00:00")
    booking.extend_checkout(first.checkout_id)
    set_clock("2027-03-01T09:20+00:00")
    with pytest.raises(OfferGone):
        start(basket(found(), "snug"), own.id)
    set_clock("2027-03-01T09:40+00:00")
    start(basket(found(), "snug"), own.id)
    with pytest.raises(OfferGone):
        booking.renew_checkout(first.checkout_id)
    again = booking.renew_checkout(first.checkout_id, basket=basket(found()))
    assert again == booking.Renewed(27600, 30000)


def test_a_budget_that_is_spent_in_the_middle_of_a_checkout() -> None:
    own = offer("budget", percent_bp=1000, budget_minor=5000)
    first = start(basket(found(), "snug"), own.id)
    second = start(basket(found(), "garden"), own.id)
    held = checkout_of(second.checkout_id)
    assert held is not None
    longer = replace(held.basket, stays=(replace(held.basket.stays[0], stay=WEEKEND.__class__.of(WEEKEND.arrival, 4)),))
    with pytest.raises(OfferGone) as gone:
        booking.revise_checkout(second.checkout_id, longer)
    assert gone.value.reason == "budget"
    with pytest.raises(OfferGone):
        start(basket(found()), own.id)
    booking.abandon_checkout(first.checkout_id)
    assert booking.revise_checkout(second.checkout_id, longer) == 4 * (15000 - 1200)
    assert now(own.id).spent_minor == 4800


@pytest.mark.parametrize("step", [promotions.pause, promotions.stop])
def test_an_offer_that_was_stopped_in_a_basket_is_told_at_the_next_step(step: Callable[..., int]) -> None:
    own = offer()
    started = start(basket(found()), own.id)
    booking.keep_details(started.checkout_id, ADA)
    step(own.id, seen_revision=own.revision, by=None)
    held = checkout_of(started.checkout_id)
    assert held is not None
    for deed in (
        lambda: booking.begin_payment(started.checkout_id, started.total_minor),
        lambda: booking.place_booking(started.checkout_id, started.total_minor),
        lambda: booking.revise_checkout(started.checkout_id, replace(held.basket, at_house=False)),
    ):
        with pytest.raises(OfferGone) as gone:
            deed()
        assert gone.value.reasons == ("not_running",)
    assert booking.revise_checkout(started.checkout_id, replace(held.basket, promotions=())) == 30000
    assert now(own.id).used == 0
    assert booking.place_booking(started.checkout_id, 30000).new


def test_somebody_who_is_paying_is_honoured() -> None:
    own = offer()
    started = start(basket(found()), own.id)
    booking.keep_details(started.checkout_id, ADA)
    booking.begin_payment(started.checkout_id, started.total_minor)
    promotions.stop(own.id, seen_revision=own.revision, by=None)
    booking.begin_payment(started.checkout_id, started.total_minor, anew=False)
    assert booking.place_booking(started.checkout_id, started.total_minor).new
    assert now(own.id).used == 1


def test_a_guest_uses_it_as_often_as_they_may() -> None:
    own = offer("once", each_most=1)
    place(basket(found()), own.id)
    again = start(basket(found(), "snug"), own.id)
    booking.keep_details(again.checkout_id, {"name": "Ada", "email": " ADA@example.org"})
    for deed in (booking.begin_payment, booking.place_booking):
        with pytest.raises(OfferGone) as gone:
            deed(again.checkout_id, again.total_minor)
        assert gone.value.reasons == ("each_used",)
    booking.keep_details(again.checkout_id, {"name": "Bo", "email": "bo@example.org"})
    booking.place_booking(again.checkout_id, again.total_minor)


def test_two_checkouts_of_one_guest_pay_at_once_and_the_second_is_told() -> None:
    own = offer("once", each_most=1)
    one, two = start(basket(found()), own.id), start(basket(found(), "snug"), own.id)
    for started in (one, two):
        booking.keep_details(started.checkout_id, ADA)
    booking.begin_payment(one.checkout_id, one.total_minor)
    with pytest.raises(OfferGone):
        booking.begin_payment(two.checkout_id, two.total_minor)


def test_two_that_may_not_stack_are_refused_and_two_that_may_reduce_one_after_the_other() -> None:
    one, two = offer("one"), offer("two", stacks=True)
    with pytest.raises(OfferGone) as gone:
        start(basket(found()), one.id, two.id)
    assert (gone.value.promotion_id, gone.value.reasons) == (two.id, ("stacked",))
    three = offer("three", "amount", amount_minor=5000, stacks=True)
    assert start(basket(found()), two.id, three.id).total_minor == 30000 - 2400 - 5000


def test_taking_an_offer_off_takes_its_gift_along() -> None:
    from app.booking.gifts import without
    from app.pricing.queries import price_list

    house = found()
    own = offer("flowers", "extra", extra_id=house.extras["flowers"], percent_bp=10000)
    eat = offer("supper", "supper", percent_bp=10000)
    for one in (own, eat):
        held = checkout_of(start(basket(house, "snug"), one.id).checkout_id)
        assert held is not None
        bare = without(held.basket, [one], price_list(house.id).by_id)
        assert bare == basket(house, "snug")
        assert booking.revise_checkout(held.id, bare) == 30000


def test_a_quote_without_an_offer_is_the_same_for_everybody() -> None:
    before = price_basket(as_sold(basket(found())), clock.now())
    offer("for-everybody", percent_bp=5000)
    after = price_basket(as_sold(basket(found())), clock.now())
    assert after == before


def test_an_old_checkout_without_the_word_is_read() -> None:
    from app.booking.rules import basket_as_json

    kept = basket_as_json(basket(found()))
    kept.pop("promotions")
    assert basket_from_json(kept) == basket(found())


def test_a_late_payment_takes_the_use_again_or_goes_back(set_clock: Callable[[str], None]) -> None:
    own = offer("last", uses_most=1)
    started = start(basket(found()), own.id)
    booking.keep_details(started.checkout_id, ADA)
    set_clock("2027-03-01T09:30+00:00")
    booking.sweep_expired()
    placed = booking.place_booking(started.checkout_id, started.total_minor)
    assert placed.new
    assert now(own.id).used == 1
    other = offer("other", uses_most=1)
    late = start(basket(found(), "snug"), other.id)
    booking.keep_details(late.checkout_id, {"name": "Bo", "email": "bo@example.org"})
    set_clock("2027-03-01T10:30+00:00")
    booking.sweep_expired()
    start(basket(found(), "garden"), other.id)
    with pytest.raises(OfferGone) as gone:
        booking.place_booking(late.checkout_id, late.total_minor)
    assert gone.value.reasons == ("used_up",)
    assert booking_of_checkout(late.checkout_id) is None


def test_cancelling_gives_the_use_back() -> None:
    own = offer("last", uses_most=1, budget_minor=2400)
    booked = place(basket(found()), own.id)
    booking.cancel_booking(booked)
    assert (now(own.id).used, now(own.id).spent_minor) == (0, 0)
    place(basket(found()), own.id)


def test_cancelling_one_room_keeps_what_the_other_saves() -> None:
    own = offer("both", budget_minor=10000)
    house = found()
    booked = place(several(house, basket(house, "snug"), basket(house, "garden")), own.id)
    assert now(own.id).spent_minor == 4800
    booking.cancel_booking(booked, parts=[0])
    assert (now(own.id).used, now(own.id).spent_minor) == (1, 2400)
    left = booking_of(booked)
    assert left is not None
    assert left.quote.total_minor == left.due_minor == 27600
