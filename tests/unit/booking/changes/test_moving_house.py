"""A booking moves to another house in one swap: its reference, its link, its people and its money go along."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.availability.boards import board
from app.booking import operations as booking
from app.booking.amendment import baskets_elsewhere, price_house_move
from app.booking.errors import CannotBeSold, PriceChanged, Stale, WrongState
from app.booking.resale import nights_for_resale
from app.booking.rules import Basket
from app.catalogue.queries import catalogue
from app.inventory import SoldOut
from app.inventory.models import Allotment
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.outbox.models import Message
from app.pricing.models import Rate
from app.store import db, transaction, write
from app.store.version import prices_of, raise_versions
from tests import cast
from tests.baskets import basket, several
from tests.builders import FRIDAY
from tests.cards import asked_back, balance, folio, paid, placed
from tests.unit.booking.changes.desk import faults, hut, stands

pytestmark = pytest.mark.houses(2)

SATURDAY = FRIDAY + timedelta(days=1)


def there(room_type: str = "snug", plan: str = "flexible", **chosen: object) -> Basket:
    return basket(cast.found("withy-moor"), room_type, plan, **chosen)  # type: ignore[arg-type]


def costs_there(amount_minor: int) -> None:
    """Every room and night of the other house costs this much from now on."""
    house = cast.found("withy-moor")
    dearer = update(Rate).where(Rate.room_type_id.in_(house.room_types.values())).values(amount_minor=amount_minor)
    transaction(lambda: (write(dearer), raise_versions([prices_of(house.id)])))


def taken_in(slug: str, room_type: str) -> int:
    db.session.rollback()
    held = select(func.sum(Allotment.taken)).where(Allotment.resource_id == cast.found(slug).resources[room_type])
    return int(db.session.execute(held).scalar_one())


def test_it_moves_with_its_reference_its_link_and_its_money_to_the_penny(app: Flask) -> None:
    one = placed(hut(extras={"flowers": 1}))
    paid(one.booking_id, 33500)
    costs_there(12000)

    done = booking.move_to_house(one.booking_id, there(extras={"flowers": 1}), seen_minor=27500, seen_revision=0)

    now = stands(one.booking_id)
    assert (now.reference, now.version, now.revision, now.state) == (one.reference, one.version, 1, "confirmed")
    assert now.basket.location_id == cast.found("withy-moor").id
    assert (now.quote.total_minor, done.total_minor, done.refund_minor, done.allowance_minor) == (27500, 27500, 6000, 0)
    assert asked_back() == [(6000, "amended")]
    assert (taken_in("combe-harrow", "shepherds-hut"), taken_in("withy-moor", "snug")) == (0, 2)
    assert faults() == []


def test_at_our_cost_the_guest_pays_nothing_more_whatever_it_costs_there(app: Flask) -> None:
    one = placed(hut()).booking_id
    paid(one, 30000)
    costs_there(21000)

    done = booking.move_to_house(one, there(), seen_minor=None, seen_revision=0, at_our_cost=True)

    assert (done.total_minor, done.allowance_minor, done.due_minor, done.refund_minor) == (42000, 12000, 0, 0)
    assert balance(one) == 0
    assert folio(one)[-1] == ("For goodwill", -12000)
    assert stands(one).quote.total_minor == 42000, "the quote says what it costs there"
    mail = db.session.execute(select(Message.facts).where(Message.kind == "changed")).scalar_one()
    assert (mail["allowance_minor"], mail["due_minor"]) == (12000, 0)
    assert faults() == []
    booking.cancel_booking(one)
    assert asked_back() == [(30000, "cancelled")]
    assert faults() == []


def test_a_refused_move_leaves_the_booking_where_it_is(app: Flask) -> None:
    one = placed(hut()).booking_id
    for _ in range(3):
        placed(there())
    before = (stands(one), folio(one))
    with pytest.raises(SoldOut):
        booking.move_to_house(one, there(), seen_minor=30000, seen_revision=0)
    with pytest.raises(PriceChanged):
        booking.move_to_house(one, there("garden"), seen_minor=1, seen_revision=0)
    with pytest.raises(Stale):
        booking.move_to_house(one, there("garden"), seen_minor=30000, seen_revision=3)
    with pytest.raises(CannotBeSold):
        booking.move_to_house(one, hut(), seen_minor=30000, seen_revision=0)
    with pytest.raises(CannotBeSold):
        booking.move_to_house(one, there(party=Party(2, dogs=1)), seen_minor=30000, seen_revision=0)
    assert (stands(one), folio(one)) == before
    assert faults() == []
    booking.cancel_booking(one)
    with pytest.raises(WrongState):
        booking.move_to_house(one, there("garden"), seen_minor=30000, seen_revision=1)


def test_a_saver_that_moves_to_what_costs_less_waits_for_its_nights_to_be_resold(app: Flask) -> None:
    one = placed(hut("saver", extras={"flowers": 1})).booking_id
    costs_there(10000)
    move = price_house_move(one, there(plan="saver"))
    assert (move.before_minor, move.total_minor, move.refund_minor) == (30500, 18000, 3500), "flowers are not resold"
    assert ([own.resale for own in move.given_up], move.kept_minor) == ([True], 9000)

    done = booking.move_to_house(one, there(plan="saver"), seen_minor=18000, seen_revision=0)

    assert (done.refund_minor, done.kept_minor, done.due_minor, asked_back()) == (3500, 9000, 0, [(3500, "amended")])
    assert [(night.state, night.paid_minor) for night in nights_for_resale(one)] == [("open", 4500)] * 2
    assert faults() == []
    placed(hut())
    assert [night.state for night in nights_for_resale(one)] == ["resold"] * 2
    assert faults() == []


def test_a_saver_that_moves_at_our_cost_pays_and_keeps_nothing(app: Flask) -> None:
    one = placed(hut("saver")).booking_id
    with pytest.raises(CannotBeSold):
        price_house_move(one, there(plan="flexible"))
    costs_there(20000)
    assert price_house_move(one, there(plan="saver")).due_now_minor == 36000 - 27000
    done = booking.move_to_house(one, there(plan="saver"), seen_minor=None, seen_revision=0, at_our_cost=True)
    assert (done.allowance_minor, balance(one), asked_back()) == (36000 - 27000, 0, [])
    assert faults() == []


def test_what_takes_it_elsewhere_fits_the_party_and_is_the_cheapest_first(app: Flask) -> None:
    house, other = cast.found(), cast.found("withy-moor")
    with_dog = placed(basket(house, "garden", "supper", party=Party(2, dogs=1))).booking_id
    two = placed(several(house, basket(house, "snug"), basket(house, "snug"))).booking_id
    board_there = board(catalogue().by_id[other.id])

    [(_, only)] = baskets_elsewhere(stands(with_dog), board_there)
    assert only.stays[0].room_type_id == other.room_types["garden"], "the only one where dogs sleep"
    assert only.stays[0].rate_plan_id == other.plans["supper"]
    assert {sitting for _, sitting in only.stays[0].suppers} <= set(other.sittings.values())
    (_, first), *_ = baskets_elsewhere(stands(two), board_there)
    assert [own.room_type_id for own in first.stays] == [other.room_types["snug"]] * 2
    late = placed(basket(house, "snug", stay=Stay.of(SATURDAY, 1), suppers=((SATURDAY, "20:00"),))).booking_id
    found = baskets_elsewhere(stands(late), board_there)
    assert found[0][1].stays[0].suppers == ((SATURDAY, other.sittings["20:00"]),)


def test_cancelling_at_our_cost_gives_everything_back(app: Flask) -> None:
    one = placed(hut("saver", extras={"flowers": 1})).booking_id
    done = booking.cancel_booking(one, at_our_cost=True)
    assert (done.refund_minor, done.kept_minor, done.resale) == (30500, 0, False)
    assert faults() == []


def test_a_change_of_dates_at_our_cost_keeps_nothing_and_costs_nothing_more(app: Flask) -> None:
    one = placed(hut("saver")).booking_id
    later = hut("saver", first=FRIDAY + timedelta(days=7))
    done = booking.amend_booking(one, later, seen_minor=None, seen_revision=0, at_our_cost=True)
    assert (done.kept_minor, done.refund_minor, done.due_minor) == (0, 0, 0)
    assert balance(one) == 0
    assert faults() == []


def test_a_remedy_is_taken_off_and_what_was_paid_of_it_goes_back_once(app: Flask) -> None:
    one = placed(hut()).booking_id
    paid(one, 30000)
    given = booking.give_remedy(one, 2000, "notice-1")
    assert (given.amount_minor, given.refund_minor, asked_back()) == (2000, 2000, [(2000, "goodwill")])
    assert booking.given_by_hand(one) == 0, "it counts towards nobody's limit"
    assert booking.give_remedy(one, 99900, "notice-2").amount_minor == 28000
    assert faults() == []
