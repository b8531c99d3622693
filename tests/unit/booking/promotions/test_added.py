"""Promotions that a booking is given afterwards, by a change of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest
from sqlalchemy import update

from app.booking import operations as booking
from app.booking.amendment import price_amendment
from app.booking.models import Booking
from app.booking.queries import PlacedBooking, booking_of
from app.insight.verify import run
from app.promotions.errors import OfferGone
from app.promotions.queries import uses_of
from app.promotions.rules import Promotion
from app.store import transaction, write
from tests import pasts as people
from tests.baskets import basket
from tests.cast import found
from tests.offers import now, offer
from tests.unit.booking.promotions.test_checkouts import place

pytestmark = [pytest.mark.houses(2), pytest.mark.usefixtures("app")]


def booked(booking_id: int) -> PlacedBooking:
    placed = booking_of(booking_id)
    assert placed is not None
    return placed


def add(booking_id: int, own: Promotion, room: str | None = None) -> PlacedBooking:
    before = booked(booking_id)
    room_type = found().room_types[room] if room else before.chosen.room_type_id
    stays = (replace(before.chosen, room_type_id=room_type),)
    wanted = replace(before.basket, stays=stays, promotions=(*before.basket.promotions, own.id))
    priced = price_amendment(booking_id, wanted)
    assert "offers" in priced.changed
    booking.amend_booking(booking_id, wanted, seen_minor=priced.total_minor, seen_revision=before.revision)
    return booked(booking_id)


def test_an_extra_for_nothing_is_in_the_booking_and_costs_nothing() -> None:
    own, mine = offer("flowers", "extra", percent_bp=10_000, extra_id=found().extras["flowers"]), place(basket(found()))
    before = booked(mine)
    after = add(mine, own)
    assert dict(after.chosen.extras) == {found().extras["flowers"]: 1}
    assert after.quote.total_minor == before.quote.total_minor
    assert after.basket.promotions == (own.id,)
    assert [(use.promotion_id, use.minor) for use in uses_of("booking", mine)] == [(own.id, 3500)]
    assert (now(own.id).used, now(own.id).spent_minor) == (1, 3500)
    assert [check.detail for check in run() if not check.ok] == []


def test_a_later_departure_and_a_supper_are_given_afterwards() -> None:
    late = offer("late", "later_departure", leaves_by=time(14), stacks=True)
    supper = offer("supper", "supper", percent_bp=10_000, stacks=True)
    mine = place(basket(found()))
    before = booked(mine)
    add(mine, late)
    after = add(mine, supper)
    assert after.basket.promotions == (late.id, supper.id)
    assert after.quote.total_minor == before.quote.total_minor
    assert len(after.chosen.suppers) == 1
    assert [check.detail for check in run() if not check.ok] == []


def test_who_used_it_under_another_row_of_their_mail_and_a_house_nearly_full() -> None:
    once = offer("once", "later_departure", leaves_by=time(14), each_most=1)
    first, second = place(basket(found())), place(basket(found("withy-moor")))
    other = people.guest("Ada Quick", email="ada@example.org", email_lower="ada@example.org")
    transaction(lambda: write(update(Booking).where(Booking.id == second).values(guest_id=other)))
    add(first, once)
    with pytest.raises(OfferGone) as gone:
        add(second, once)
    assert gone.value.reasons == ("each_used",)
    scarce = offer("scarce", "later_departure", leaves_by=time(15), least_left=90)
    with pytest.raises(OfferGone) as gone:
        add(second, scarce)
    assert gone.value.reasons == ("few_left",)
    add(second, offer("common", "later_departure", leaves_by=time(15), least_left=1))


def test_what_cannot_be_added_leaves_the_booking_as_it_is() -> None:
    spent = offer("spent", "later_departure", leaves_by=time(14), uses_most=1)
    alone = offer("alone", "later_departure", leaves_by=time(15))
    nothing = offer("nothing", "better_room", percent_bp=5000, room_type_id=found().room_types["snug"])
    first, second = place(basket(found())), place(basket(found("withy-moor")))
    add(first, spent)
    with pytest.raises(OfferGone) as gone:
        add(second, spent)
    assert gone.value.reasons == ("used_up",)
    with pytest.raises(OfferGone) as gone:
        add(first, alone)
    assert gone.value.reasons == ("stacked",)
    with pytest.raises(OfferGone):
        add(second, nothing)
    assert booked(second).basket.promotions == ()
    assert now(spent.id).used == 1
