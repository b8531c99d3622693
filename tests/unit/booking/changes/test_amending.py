"""What a change costs and brings back. 150 a night, the Saver 135."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.booking.amendment import NightPrice, price_amendment
from app.booking.cancellation import cancellation_terms
from app.booking.errors import CannotBeSold
from app.booking.operations.charges import add_charges
from app.booking.resale import nights_for_resale
from app.booking.rules import Charge
from app.journal.models import Entry
from app.kernel import clock
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.outbox.models import Message
from app.pricing.models import RatePlan
from app.store import db, transaction, write
from app.store.version import CATALOGUE, raise_versions
from tests import cast
from tests.baskets import basket, several
from tests.builders import FRIDAY
from tests.cards import asked_back, balance, folio, paid, placed, taken
from tests.unit.booking.changes.desk import amend, dearer, faults, hut, stands

pytestmark = pytest.mark.houses(2)

SATURDAY, SUNDAY, MONDAY = (FRIDAY + timedelta(days=days) for days in (1, 2, 3))
TOO_LATE = "2027-03-04T09:00+00:00"


def test_a_night_more_is_due_and_the_kept_ones_keep_their_price(app: Flask) -> None:
    booked = placed(hut()).booking_id
    paid(booked, 30000)
    dearer(20000)

    offer = price_amendment(booked, hut(nights=3))
    assert offer.changes[0].nights == (
        NightPrice(FRIDAY, 15000, 15000),
        NightPrice(SATURDAY, 15000, 15000),
        NightPrice(SUNDAY, None, 20000),
    )
    assert (offer.before_minor, offer.total_minor, offer.due_minor) == (30000, 50000, 20000)
    assert (offer.due_now_minor, offer.refund_minor, offer.changed) == (0, 0, ("dates",))

    done = amend(booked, hut(nights=3))

    now = stands(booked)
    assert (now.revision, now.quote.total_minor, now.due_minor) == (1, 50000, 20000)
    assert (now.basket.departure, done.due_minor) == (MONDAY, 20000)
    assert [taken("shepherds-hut", night) for night in (FRIDAY, SATURDAY, SUNDAY)] == [1, 1, 1]
    assert faults() == []
    facts = db.session.execute(select(Message.facts, Message.occasion).where(Message.kind == "changed")).one()
    assert facts.occasion == "1"
    assert (facts.facts["due_minor"], facts.facts["refund_minor"]) == (20000, 0)
    entry = db.session.execute(select(Entry.facts).where(Entry.action == "amended")).scalar_one()
    assert (entry["changed"], entry["before"], entry["quote"]) == (["dates"], offer.quote_id, now.quote_id)


def test_a_night_less_is_refunded_in_time(app: Flask) -> None:
    booked = placed(hut()).booking_id
    paid(booked, 30000)

    done = amend(booked, hut(nights=1))

    assert (done.refund_minor, done.kept_minor, asked_back()) == (15000, 0, [(15000, "amended")])
    assert taken("shepherds-hut", SATURDAY) == 0
    assert folio(booked)[3:] == [
        ("Breakfast, changed", -6000),
        ("Room, changed", -24000),
        ("Breakfast", 3000),
        ("Room", 12000),
    ]
    assert faults() == []


def test_a_night_less_too_late_is_kept_and_an_unpaid_one_is_not_owed(
    app: Flask, set_clock: Callable[[str], None]
) -> None:
    one = placed(hut()).booking_id
    other = placed(basket(cast.found(), "snug")).booking_id
    paid(one, 30000)
    set_clock(TOO_LATE)

    done = amend(one, hut(nights=1))
    assert (done.refund_minor, done.kept_minor, balance(one)) == (0, 15000, 0)
    assert folio(one)[-1] == ("Sat 6 March, given up after the time to cancel free", 15000)
    amend(other, basket(cast.found(), "snug", stay=Stay.of(FRIDAY, 1)))
    assert balance(other) == 15000
    assert faults() == []


def test_other_dates_keep_a_passed_deadline(app: Flask, set_clock: Callable[[str], None]) -> None:
    booked = placed(hut()).booking_id
    paid(booked, 30000)
    before = stands(booked).quote.free_until_at
    set_clock(TOO_LATE)

    amend(booked, hut(first=FRIDAY + timedelta(days=28)))

    assert stands(booked).quote.free_until_at == before
    assert cancellation_terms(booked).refund_minor == 0, "moving far away does not buy back the right to cancel free"


def test_other_dates_in_time_have_a_deadline_of_their_own(app: Flask) -> None:
    booked = placed(hut()).booking_id
    amend(booked, hut(first=FRIDAY + timedelta(days=28)))
    until = stands(booked).quote.free_until_at
    assert until is not None
    assert until.date() == FRIDAY + timedelta(days=26)


def test_nights_of_a_saver_that_are_given_up_wait_to_be_resold(app: Flask) -> None:
    booked = placed(hut("saver")).booking_id

    done = amend(booked, hut("saver", nights=1))

    assert (done.refund_minor, done.kept_minor, done.due_minor) == (0, 13500, 0)
    assert [(night.night, night.state) for night in nights_for_resale(booked)] == [(SATURDAY, "open")]
    placed(hut(first=SATURDAY, nights=1))
    assert asked_back() == [(11500, "resold")]
    assert faults() == []


def test_what_nobody_paid_does_not_buy_a_saver_night_back(app: Flask) -> None:
    """Flowers are added and not paid, a night goes, the flowers go: what was paid was for the night."""
    booked = placed(hut("saver")).booking_id
    amend(booked, hut("saver", extras={"flowers": 4}))

    done = amend(booked, hut("saver", nights=1, extras={"flowers": 4}))
    assert (done.refund_minor, done.kept_minor, done.due_minor) == (0, 13500, 14000)
    amend(booked, hut("saver", nights=1))

    assert (asked_back(), balance(booked)) == ([], 0)
    assert faults() == []


def test_nights_that_were_added_to_a_saver_and_not_paid_cost_nothing_when_they_go(app: Flask) -> None:
    booked = placed(hut("saver")).booking_id
    amend(booked, hut("saver", nights=4))
    done = amend(booked, hut("saver"))
    assert (done.refund_minor, done.kept_minor, done.due_minor, balance(booked)) == (0, 0, 0, 0)


def test_a_booking_has_no_more_rooms_than_can_be_booked_at_once(app: Flask) -> None:
    house = cast.found()
    booked = placed(hut()).booking_id
    rooms = [basket(house, "snug")] * 3 + [basket(house, "garden")] * 3

    with pytest.raises(CannotBeSold) as refused:
        amend(booked, several(house, hut(), *rooms))

    assert refused.value.reasons == ("too_many_rooms",)
    assert price_amendment(booked, several(house, hut(), *rooms[1:])).parts == (0, 1, 2, 3, 4, 5)


def test_a_saver_does_not_become_a_rate_that_is_free_to_cancel(app: Flask) -> None:
    booked = placed(hut("saver")).booking_id

    with pytest.raises(CannotBeSold) as refused:
        amend(booked, hut())

    assert refused.value.reasons == ("rate_stays",)
    assert stands(booked).quote.total_minor == 27000
    assert faults() == []


def test_no_stay_becomes_a_saver_that_nobody_paid(app: Flask) -> None:
    booked = placed(hut()).booking_id

    with pytest.raises(CannotBeSold) as refused:
        amend(booked, hut("saver"))
    assert refused.value.reasons == ("rate_stays",)
    one, other = basket(cast.found(), "garden"), basket(cast.found(), "garden", plan="saver")
    booked = placed(one).booking_id
    with pytest.raises(CannotBeSold) as refused:
        amend(booked, replace(one, stays=(*one.stays, *other.stays)))
    assert refused.value.reasons == ("rate_stays",)


def test_a_saver_pays_the_difference_at_once(app: Flask) -> None:
    booked = placed(hut("saver")).booking_id
    done = amend(booked, hut("saver", nights=3))
    assert (done.due_minor, done.due_now_minor) == (13500, 13500)


def test_one_more_at_the_table_costs_the_kept_rate_for_three(app: Flask) -> None:
    house = cast.found()
    garden = basket(house, "garden")
    booked = placed(garden).booking_id
    dearer(20000)
    three = replace(garden, stays=(replace(garden.stays[0], party=Party(3)),))

    done = amend(booked, three)

    assert (done.total_minor, done.changed) == (2 * (15000 + 6000), ("party",)), "the kept rate and 60 for the third"
    assert faults() == []


def test_a_kept_night_keeps_its_price_though_the_plan_is_reckoned_anew(app: Flask) -> None:
    booked = placed(hut("saver")).booking_id
    reckoned = update(RatePlan).where(RatePlan.id == cast.found().plans["saver"]).values(adjust_bp=-500)
    transaction(lambda: (write(reckoned), raise_versions([CATALOGUE])))

    assert price_amendment(booked, hut("saver", nights=3)).total_minor == 2 * 13500 + 14300, "14,250 in whole pounds"


def test_what_else_is_on_the_bill_stays_and_is_owed(app: Flask) -> None:
    booked = placed(hut()).booking_id
    wine = [Charge("Wine", 4000, 2000, 667)]
    transaction(lambda: add_charges(booked, wine, "GBP", clock.now()))
    paid(booked, 30000)

    done = amend(booked, hut(nights=1))

    assert (done.refund_minor, done.due_minor, balance(booked)) == (11000, 0, -11000), "150 less, of which 40 for wine"
    assert ("Wine, changed", -4000) not in folio(booked)


def test_another_room_or_rate_has_todays_price(app: Flask) -> None:
    booked = placed(hut()).booking_id
    dearer(20000)
    assert price_amendment(booked, basket(cast.found(), "snug")).total_minor == 40000
    with_supper = price_amendment(booked, hut("supper")).total_minor
    assert with_supper > 40000, "today's rate, and the suppers"
    assert price_amendment(booked, hut()).total_minor == 30000
