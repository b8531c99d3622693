"""A placed booking becomes another one, at once or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, select

from app.booking import operations as booking
from app.booking.amendment import price_amendment
from app.booking.errors import AnotherHouse, CannotBeSold, FewerStays, PriceChanged, Stale, WrongState
from app.booking.models import BookedStay
from app.booking.people.models import Allergy
from app.catalogue.models import Room
from app.inventory import SoldOut
from app.inventory import operations as inventory
from app.inventory.models import RoomNight
from app.inventory.rules import for_night
from app.kernel import clock
from app.kernel.stay import Stay
from app.store import db, transaction, write
from app.store.version import prices_of, raise_versions
from tests import builders, cast
from tests.baskets import basket
from tests.builders import FRIDAY
from tests.cards import asked_back, folio, placed, taken
from tests.unit.booking.changes.desk import amend, faults, hut, stands

pytestmark = pytest.mark.houses(2)

SATURDAY, SUNDAY, MONDAY = (FRIDAY + timedelta(days=days) for days in (1, 2, 3))
IN_THE_HOUSE = "2027-03-06T09:00+00:00"


def test_extras_and_supper_are_added_from_live_stock(app: Flask) -> None:
    house = cast.found()
    booked = placed(hut(extras={"flowers": 1})).booking_id
    more = hut(extras={"flowers": 1, "bicycle": 2}, suppers=((FRIDAY, "20:00"),))

    done = amend(booked, more)

    assert done.changed == ("suppers", "extras")
    assert (taken("bicycle", SATURDAY), taken("20:00", FRIDAY)) == (2, 2)
    assert done.total_minor == 30000 + 3500 + 2 * 2 * 1800
    other = placed(basket(house, "snug")).booking_id
    fill(house, "20:00", 18)
    with pytest.raises(SoldOut):
        price_amendment(other, basket(house, "snug", suppers=((FRIDAY, "20:00"),)))
    assert faults() == []


def fill(house: cast.House, slug: str, count: int) -> None:
    """So many of a resource are held by somebody on Friday."""
    started = booking.start_checkout(basket(house, "snug", stay=Stay.of(FRIDAY + timedelta(days=20), 1)))
    wants = [for_night(house.resources[slug], FRIDAY, count)]
    transaction(lambda: inventory.claim("checkout", started.checkout_id, wants, expires_at=started.held_until_at))


def test_a_refused_change_leaves_the_old_booking_untouched(app: Flask) -> None:
    booked = placed(hut()).booking_id
    placed(hut(first=SUNDAY, nights=1))
    before = (stands(booked), folio(booked), asked_back())

    with pytest.raises(SoldOut) as refusal:
        price_amendment(booked, hut(nights=3))
    assert refusal.value.night == SUNDAY
    with pytest.raises(SoldOut):
        booking.amend_booking(booked, hut(nights=3), seen_minor=45000, seen_revision=0)
    with pytest.raises(PriceChanged):
        booking.amend_booking(booked, hut(nights=1), seen_minor=14900, seen_revision=0)
    with pytest.raises(Stale):
        booking.amend_booking(booked, hut(nights=1), seen_minor=15000, seen_revision=4)
    with pytest.raises(CannotBeSold):
        price_amendment(booked, hut(first=FRIDAY - timedelta(days=10)))
    with pytest.raises(CannotBeSold):
        price_amendment(booked, hut(nights=29))
    with pytest.raises(FewerStays):
        price_amendment(booked, replace(hut(), stays=()))
    with pytest.raises(AnotherHouse):
        price_amendment(booked, basket(cast.found("withy-moor")))

    assert (stands(booked), folio(booked), asked_back()) == before
    assert (taken("shepherds-hut", FRIDAY), taken("shepherds-hut", SATURDAY)) == (1, 1)
    assert faults() == []


def test_a_cancelled_booking_is_not_changed(app: Flask) -> None:
    booked = placed(hut()).booking_id
    booking.cancel_booking(booked)
    with pytest.raises(WrongState):
        price_amendment(booked, hut(nights=1))


def test_the_same_again_changes_nothing(app: Flask) -> None:
    booked = placed(hut()).booking_id
    done = amend(booked, hut())
    assert (done.revision, done.changed, stands(booked).revision) == (0, (), 0)


def test_a_room_is_added_and_one_of_two_goes(app: Flask) -> None:
    booked = placed(hut()).booking_id
    snug = basket(cast.found(), "snug", stay=Stay.of(SATURDAY, 2)).stays[0]
    two = replace(hut(), stays=(*hut().stays, snug))

    done = amend(booked, two)

    assert (done.changed, done.total_minor) == (("rooms",), 60000)
    assert [stay.part for stay in stands(booked).live] == [0, 1]
    assert (taken("snug", SUNDAY), stands(booked).basket.departure) == (1, MONDAY)
    assert faults() == []

    booking.cancel_booking(booked, parts=[0])
    assert faults() == []
    longer = replace(snug, stay=Stay.of(SATURDAY, 3))
    amend(booked, replace(two, stays=(longer, hut(first=FRIDAY).stays[0])))
    assert [stay.part for stay in stands(booked).live] == [1, 2], "a number is never given twice"
    assert faults() == []


def test_a_door_is_kept_for_the_nights_that_are_kept(app: Flask) -> None:
    booked = placed(hut()).booking_id
    stay_id = db.session.execute(select(BookedStay.id).where(BookedStay.booking_id == booked)).scalar_one()
    room_id = db.session.execute(
        select(Room.id).where(Room.room_type_id == cast.found().room_types["shepherds-hut"])
    ).scalar_one()
    given = [{"room_id": room_id, "night": night, "stay_id": stay_id} for night in (FRIDAY, SATURDAY)]
    transaction(lambda: write(insert(RoomNight.__table__), given))

    amend(booked, hut(nights=1))
    assert db.session.scalars(select(RoomNight.night)).all() == [FRIDAY]
    amend(booked, basket(cast.found(), "snug", stay=Stay.of(FRIDAY, 1)))
    assert db.session.scalars(select(RoomNight.night)).all() == []
    assert faults() == []


def test_allergies_stay_with_the_stay(app: Flask) -> None:
    booked = placed(hut()).booking_id
    stay_id = db.session.execute(select(BookedStay.id).where(BookedStay.booking_id == booked)).scalar_one()
    row = {
        "stay_id": stay_id, "person": "Anna", "allergens": "nuts", "severity": "", "words": "", "consent_text": "Yes",
        "consented_at": clock.now(),
    }  # fmt: skip
    transaction(lambda: write(insert(Allergy.__table__), row))

    amend(booked, hut(nights=3))

    kept = db.session.execute(select(Allergy.stay_id, Allergy.person)).one()
    assert tuple(kept) == (stay_id, "Anna")


def test_in_the_house_one_may_leave_later_or_earlier_but_not_have_come_later(
    app: Flask, set_clock: Callable[[str], None]
) -> None:
    booked = placed(hut()).booking_id
    set_clock("2027-03-05T15:00+00:00")
    booking.check_in(booked)
    set_clock(IN_THE_HOUSE)

    done = amend(booked, hut(nights=3))
    assert (done.total_minor, taken("shepherds-hut", SUNDAY)) == (45000, 1)
    amend(booked, hut(nights=1))
    assert (stands(booked).basket.departure, taken("shepherds-hut", SATURDAY)) == (SATURDAY, 0)
    for other in (hut(first=SATURDAY), basket(cast.found(), "snug"), hut("saver")):
        with pytest.raises(CannotBeSold) as refusal:
            price_amendment(booked, other)
        assert refusal.value.code == "in_the_past"
    assert faults() == []


def test_a_rule_that_came_later_forbids_new_nights_only(app: Flask) -> None:
    house = cast.found()
    booked = placed(hut()).booking_id
    builders.restriction(house, FRIDAY, min_stay_arrival=3)
    transaction(lambda: raise_versions([prices_of(house.id)]))

    assert price_amendment(booked, hut(extras={"flowers": 1})).total_minor == 33500
    with pytest.raises(CannotBeSold) as refusal:
        price_amendment(booked, hut(nights=1))
    assert refusal.value.code == "min_stay"


def test_a_supper_plan_gets_a_table_for_its_new_night(app: Flask) -> None:
    booked = placed(hut("supper")).booking_id
    done = amend(booked, hut("supper", nights=3))
    assert [taken("20:00", night) for night in (FRIDAY, SATURDAY, SUNDAY)] == [2, 2, 2]
    assert done.total_minor == 3 * (15000 + 8400)
    assert faults() == []
