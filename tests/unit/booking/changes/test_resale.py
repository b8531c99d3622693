"""Saver nights that were given up come back as others book them. Worked by hand: 135 a night, the fee is 20 once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.booking import operations as booking
from app.booking.cancellation import cancellation_terms
from app.booking.models import FolioLine
from app.booking.queries import stays_of
from app.booking.resale import NightForResale, nights_for_resale
from app.booking.rooms.operations import Wish, move_stay
from app.booking.rooms.operations.standing import found_stay
from app.insight import verify
from app.inventory.packing.queries import doors_of
from app.journal.models import Entry
from app.kernel import clock
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.models import Rate
from app.store import db, transaction
from app.store.version import prices_of, raise_versions
from tests import cast
from tests.baskets import basket, several
from tests.builders import FRIDAY
from tests.cards import asked_back, balance, folio, placed
from tests.unit.booking.changes.desk import amend

pytestmark = pytest.mark.houses(1)

SATURDAY = FRIDAY + timedelta(days=1)


def saver(nights: int = 2, **chosen: object) -> int:
    """The hut on the Saver plan from Friday, paid."""
    return placed(basket(cast.found(), plan="saver", stay=Stay.of(FRIDAY, nights), **chosen)).booking_id  # type: ignore[arg-type]


def another(first: object = FRIDAY, nights: int = 1, plan: str = "flexible", room_type: str = "shepherds-hut") -> int:
    """Somebody else's booking."""
    ben = {"name": "Ben Hale", "email": "ben@example.com"}
    return placed(basket(cast.found(), room_type, plan, Stay.of(first, nights)), ben).booking_id  # type: ignore[arg-type]


def faults() -> list[str]:
    return [result.detail for result in verify.run() if not result.ok]


def states(booking_id: int) -> list[tuple[str, int]]:
    db.session.rollback()
    return [(night.state, night.refunded_minor) for night in nights_for_resale(booking_id)]


def test_a_room_that_nobody_paid_does_not_bring_a_saver_back(app: Flask) -> None:
    """A room that is free to cancel is added and not paid: what was paid was for the Saver, to the last penny."""
    booked, house = saver(), cast.found()
    both = several(house, basket(house, plan="saver"), basket(house, "garden"))
    amend(booked, both)
    terms = cancellation_terms(booked)
    assert (terms.refund_minor, terms.kept_minor) == (0, 27000)
    assert cancellation_terms(booked, parts=[1]).refund_minor == 0

    booking.cancel_booking(booked, seen_refund_minor=0)

    assert (balance(booked), asked_back()) == (0, [])
    assert faults() == []


def test_a_night_in_another_room_is_resold_as_that_room(app: Flask) -> None:
    """Staff gave them a garden room for the Saturday: it is a garden room that is free again, and no hut."""
    first, house = saver(), cast.found()
    (stay,) = stays_of(first)
    one = found_stay(stay.id)
    garden = doors_of([house.room_types["garden"]])[0].id
    seen = one.standing.seen(one.booking.revision)
    move_stay(stay.id, Wish(garden, SATURDAY, seen, price="keep", agreed_by="Anna"), by=None)
    booking.cancel_booking(first, seen_refund_minor=0)
    another(SATURDAY)
    assert states(first) == [("open", 0), ("open", 0)]
    another(SATURDAY, room_type="garden")
    assert states(first) == [("open", 0), ("resold", 11500)]
    assert faults() == []


def test_what_was_paid_is_kept_night_by_night(app: Flask) -> None:
    first = saver()
    terms = cancellation_terms(first)
    assert (terms.refund_minor, terms.kept_minor, terms.resale) == (0, 27000, True)
    assert terms.parts[0].nights == ((FRIDAY, 13500), (SATURDAY, 13500))

    booking.cancel_booking(first, seen_refund_minor=0)

    assert folio(first)[-2:] == [
        ("Fri 5 March, kept until resold", 13500),
        ("Sat 6 March, kept until resold", 13500),
    ]
    assert (balance(first), asked_back()) == (0, [])
    assert states(first) == [("open", 0), ("open", 0)]
    assert faults() == []


def test_the_fee_is_taken_from_the_first_refund_only(app: Flask) -> None:
    first = saver()
    booking.cancel_booking(first)

    another(FRIDAY)
    assert asked_back() == [(11500, "resold")], "135 was paid and 150 fetched: 135 less the fee of 20"
    another(SATURDAY)
    assert asked_back() == [(11500, "resold"), (13500, "resold")]

    assert states(first) == [("resold", 11500), ("resold", 13500)]
    assert balance(first) == -25000, "until the provider has given it"
    entries = db.session.execute(select(Entry.facts).where(Entry.action == "resold").order_by(Entry.id)).scalars().all()
    assert [entry["refund_minor"] for entry in entries] == [11500, 13500]
    assert faults() == []


def test_a_fee_above_the_first_night_goes_on_with_the_next(app: Flask) -> None:
    first = saver()
    booking.cancel_booking(first)
    cheap(FRIDAY, 1500)

    another(FRIDAY)
    assert asked_back() == [], "15 fetched, all of it goes into the fee of 20"
    another(SATURDAY)

    assert asked_back() == [(13000, "resold")], "135 less the 5 that were left of the fee"
    assert states(first) == [("resold", 0), ("resold", 13000)]
    assert faults() == []


def test_what_a_night_fetched_is_all_that_is_paid_for_it(app: Flask) -> None:
    first = saver(1)
    booking.cancel_booking(first)
    cheap(FRIDAY, 10000)

    another(FRIDAY)

    assert asked_back() == [(8000, "resold")], "100 fetched, less 20"
    assert folio(first)[-2:] == [
        ("Fri 5 March, kept until resold, resold", -13500),
        ("Fri 5 March, kept of what was paid", 5500),
    ]
    assert faults() == []


def test_the_oldest_cancellation_comes_first_and_each_night_once(app: Flask) -> None:
    house = cast.found()
    plan = {"room_type": "snug", "plan": "saver", "stay": Stay.of(FRIDAY, 1)}
    one = placed(basket(house, **plan)).booking_id  # type: ignore[arg-type]
    two = placed(basket(house, **plan)).booking_id  # type: ignore[arg-type]
    booking.cancel_booking(two)
    booking.cancel_booking(one)

    another(FRIDAY, room_type="snug")
    assert (states(one), states(two)) == ([("open", 0)], [("resold", 11500)])
    another(FRIDAY, room_type="garden")
    assert states(one) == [("open", 0)], "another room type resells nothing"
    another(FRIDAY, room_type="snug")
    another(FRIDAY, room_type="snug")
    assert (states(one), states(two)) == ([("resold", 11500)], [("resold", 11500)])


def test_a_change_and_an_import_resell_as_well(app: Flask) -> None:
    house = cast.found()
    first = saver()
    booking.cancel_booking(first)
    snug = placed(basket(house, "snug", stay=Stay.of(FRIDAY, 1))).booking_id
    booking.amend_booking(snug, basket(house, stay=Stay.of(FRIDAY, 1)), seen_minor=15000, seen_revision=0)
    assert states(first) == [("resold", 11500), ("open", 0)]

    booking.place_imported(
        booking.Imported(
            house.id, house.room_types["shepherds-hut"], house.resources["shepherds-hut"], house.plans["flexible"],
            Stay.of(SATURDAY, 1), Party(2), 12000, "GBP", "outside-1", None, clock.now(),
        )
    )  # fmt: skip
    assert states(first) == [("resold", 11500), ("resold", 12000)]
    assert faults() == []


def test_a_night_taken_back_by_who_gave_it_up_is_resold_to_them(app: Flask) -> None:
    first = saver()
    one = basket(cast.found(), plan="saver", stay=Stay.of(FRIDAY, 1))
    booking.amend_booking(first, one, seen_minor=13500, seen_revision=0)
    assert (states(first), balance(first)) == ([("open", 0)], 0)
    both = basket(cast.found(), plan="saver", stay=Stay.of(FRIDAY, 2))

    done = booking.amend_booking(first, both, seen_minor=27000, seen_revision=1)

    assert states(first) == [("resold", 11500)]
    assert (done.refund_minor, done.due_minor, balance(first)) == (0, 2000, 2000), (
        "what was kept for the night pays for it, but for the fee"
    )
    assert faults() == []


def test_the_refund_stays_when_the_later_booking_is_cancelled(app: Flask) -> None:
    first = saver(1)
    booking.cancel_booking(first)
    second = another(FRIDAY)
    booking.cancel_booking(second)
    another(FRIDAY)

    assert asked_back() == [(11500, "resold")]
    assert states(first) == [("resold", 11500)]


def test_an_extra_comes_back_at_once(app: Flask) -> None:
    first = saver(extras={"flowers": 1})
    assert cancellation_terms(first).refund_minor == 3500

    booking.cancel_booking(first)

    assert asked_back() == [(3500, "cancelled")]
    assert [night.paid_minor for night in nights_for_resale(first)] == [13500, 13500]
    assert faults() == []


def test_nights_that_have_passed_lapse(app: Flask, set_clock: Callable[[str], None]) -> None:
    first = saver()
    booking.cancel_booking(first)
    set_clock("2027-03-06T10:00+00:00")

    assert nights_for_resale(first) == [
        NightForResale(0, FRIDAY, 13500, "lapsed", None, 0),
        NightForResale(0, SATURDAY, 13500, "open", None, 0),
    ]
    kept = select(func.sum(FolioLine.amount_minor)).where(FolioLine.booking_id == first, FolioLine.kept)
    assert db.session.execute(kept).scalar_one() == 27000


def cheap(night: object, amount_minor: int) -> None:
    """The hut costs this much on a night."""
    house = cast.found()
    rate = (
        update(Rate)
        .where(Rate.night == night, Rate.room_type_id == house.room_types["shepherds-hut"])
        .values(amount_minor=amount_minor)
    )
    transaction(lambda: (db.session.execute(rate), raise_versions([prices_of(house.id)])))
