"""Promotions of a booking that is changed: kept on their terms, followed by their uses, lost with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.booking import operations as booking
from app.booking.amendment import price_amendment
from app.booking.amendment.options import Options
from app.booking.queries import PlacedBooking, booking_of
from app.insight.verify import run
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.operations import publish_rates
from app.promotions import operations as promotions
from app.promotions.queries import uses_of
from app.promotions.rules import Wanted
from app.store import transaction
from tests import cards
from tests.baskets import WEEKEND, basket, several
from tests.builders import FRIDAY, ahead
from tests.cast import found
from tests.offers import now, offer
from tests.unit.booking.promotions.test_checkouts import place

pytestmark = [pytest.mark.houses(2), pytest.mark.usefixtures("app")]


def booked(booking_id: int) -> PlacedBooking:
    placed = booking_of(booking_id)
    assert placed is not None
    return placed


def amend(booking_id: int, **chosen: Any) -> PlacedBooking:
    before = booked(booking_id)
    wanted = replace(before.basket, stays=(replace(before.chosen, **chosen), *before.basket.stays[1:]))
    priced = price_amendment(booking_id, wanted)
    booking.amend_booking(booking_id, wanted, seen_minor=priced.total_minor, seen_revision=before.revision)
    return booked(booking_id)


def test_a_longer_stay_goes_on_on_its_terms_although_the_offer_is_over() -> None:
    own = offer(percent_bp=1000, budget_minor=4000)
    mine = place(basket(found()), own.id)
    promotions.change(own.id, Wanted(own.slug, own.title, "percent", percent_bp=100), seen_revision=2, by=None)
    promotions.stop(own.id, seen_revision=3, by=None)
    after = amend(mine, stay=Stay.of(FRIDAY, 3))
    assert after.quote.total_minor == after.due_minor == 3 * (15000 - 1200)
    assert (now(own.id).used, now(own.id).spent_minor) == (1, 3600)
    shorter = amend(mine, stay=Stay.of(FRIDAY, 1))
    assert shorter.quote.total_minor == shorter.due_minor == 13800
    assert now(own.id).spent_minor == 1200
    assert uses_of("booking", mine)[0].minor == 1200


def test_a_change_beyond_the_budget_keeps_its_promise_and_the_budget() -> None:
    own = offer(percent_bp=1000, budget_minor=3000)
    mine = place(basket(found()), own.id)
    assert amend(mine, stay=Stay.of(FRIDAY, 4)).quote.total_minor == 4 * 13800
    assert now(own.id).spent_minor == 3000
    booking.cancel_booking(mine)
    assert (now(own.id).used, now(own.id).spent_minor) == (0, 0)


def test_an_offer_for_three_nights_is_lost_with_the_third_and_its_use_given_back() -> None:
    own = offer("three", "longer", percent_bp=10000, least_nights=3)
    mine = place(basket(found(), stay=Stay.of(FRIDAY, 3)), own.id)
    assert booked(mine).quote.total_minor == 45000 - 12000
    before = booked(mine)
    short = replace(before.basket, stays=(replace(before.chosen, stay=WEEKEND),))
    priced = price_amendment(mine, short)
    assert [(one.title, reasons) for one, reasons in priced.lost] == [("Three", ("length",))]
    assert priced.total_minor == 30000
    amend(mine, stay=WEEKEND)
    assert now(own.id).used == 0
    assert booked(mine).basket.promotions == ()


def test_an_unchanged_basket_costs_what_it_did() -> None:
    house = found()
    own = offer("flowers", "extra", extra_id=house.extras["flowers"], percent_bp=5000, stacks=True)
    more = offer("amount", "amount", amount_minor=4999, stacks=True)
    eat = offer("eat", "supper", percent_bp=5000, stacks=True)
    mine = place(several(house, basket(house, "snug"), basket(house, "garden", "supper")), own.id, more.id, eat.id)
    before = booked(mine)
    same = price_amendment(mine, before.basket)
    assert same.changed == ()
    assert sorted(same.lines, key=str) == sorted(before.quote.lines, key=str)
    booking.cancel_booking(mine, parts=[1])
    left = booked(mine)
    assert price_amendment(mine, left.basket).total_minor == left.quote.total_minor == left.due_minor


def test_the_given_supper_moves_with_the_first_night() -> None:
    own = offer("eat", "supper", percent_bp=10000)
    mine = place(basket(found(), "snug"), own.id)
    after = amend(mine, stay=Stay.of(FRIDAY - timedelta(days=1), 3), suppers=())
    assert after.quote.total_minor == after.due_minor == 45000
    suppers = [line for line in after.quote.lines if line.kind == "supper"]
    assert [line.night for line in suppers] == [FRIDAY - timedelta(days=1)]
    assert [night for night, _ in after.chosen.suppers] == [FRIDAY - timedelta(days=1)]
    fewer = amend(mine, party=Party(1))
    assert fewer.quote.total_minor == fewer.due_minor


def test_the_better_room_keeps_the_difference_of_the_nights_that_were_sold() -> None:
    house = found()
    hut, snug, plan = house.room_types["shepherds-hut"], house.room_types["snug"], house.plans["flexible"]
    transaction(lambda: publish_rates(house.id, [(hut, plan, night, 20000) for night in ahead(30)]))
    own = offer("better", "better_room", room_type_id=hut, percent_bp=5000)
    mine = place(basket(house), own.id)
    assert booked(mine).quote.total_minor == 35000
    for kind in (snug, house.room_types["garden"]):
        transaction(lambda kind=kind: publish_rates(house.id, [(kind, plan, night, 19000) for night in ahead(30)]))
    after = amend(mine, stay=Stay.of(FRIDAY, 3))
    assert after.quote.total_minor == after.due_minor == 35000 + 19500


def test_what_a_booking_could_be_instead_is_priced_with_its_promotions() -> None:
    own = offer(percent_bp=1000)
    mine = place(basket(found(), "snug"), own.id)
    placed = booked(mine)
    options = Options(placed, 0)
    rooms = {option.room_type.slug: option for option in options.rooms(placed.chosen)}
    flexible = next(rate for rate in rooms["garden"].rates if rate.plan.slug == "flexible")
    assert flexible.total_minor == 27600
    nearest = options.dates(placed.chosen)[0]
    assert nearest.total_minor == nearest.stay.nights * 13800


def test_a_saver_night_is_kept_and_resold_at_what_was_paid_for_it() -> None:
    """135 pounds a night less a tenth; the whole sum was paid, and one night comes back less the fee of 20."""
    own = offer(percent_bp=1000)
    one = replace(basket(found(), plan="saver"), promotions=(own.id,))
    mine = cards.placed(one).booking_id
    assert cards.balance(mine) == 0
    assert booked(mine).paid_minor == 24300
    done = booking.cancel_booking(mine)
    assert (done.kept_minor, done.refund_minor) == (24300, 0)
    cards.placed(basket(found(), stay=Stay.of(FRIDAY, 1)))
    assert cards.asked_back() == [(12150 - 2000, "resold")]


def test_the_books_agree_with_reductions_in_them() -> None:
    house = found()
    own = offer("percent", percent_bp=1234, stacks=True)
    gift = offer("flowers", "extra", extra_id=house.extras["flowers"], percent_bp=3333, stacks=True)
    mine = place(several(house, basket(house, "snug"), basket(house, "garden", "supper")), own.id, gift.id)
    amend(mine, stay=Stay.of(FRIDAY, 4))
    place(basket(house), own.id)
    booking.cancel_booking(mine, parts=[0])
    assert [check for check in run() if not check.ok] == []
