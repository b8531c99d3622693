"""Seeding: a whole group that agrees with itself, the same again on the same day, and carried on by later days."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.booking.models import BookedStay, Booking, FolioLine
from app.booking.operations import keep_details, place_booking, start_checkout
from app.booking.rules import Basket, ChosenStay, Details
from app.catalogue.models import Location, Trader
from app.catalogue.queries import catalogue
from app.demo.days import follow_the_clock
from app.demo.seed import NotTheDemo, Seeded, bring_to, brought_to
from app.demo.world import PAST
from app.insight import verify
from app.inventory.models import Allotment, Claim, Resource
from app.inventory.operations import claim_new
from app.inventory.rules import Want
from app.kernel import clock
from app.kernel.errors import Refused
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.outbox.models import Message
from app.payments.models import Payment
from app.pricing.models import Quote, Rate, Restriction
from app.pricing.queries import price_list
from app.store import db, transaction
from tests.databases import Databases, opened
from tests.unit.demo.conftest import MONDAY, begin

TODAY = date(2027, 3, 1)
WEDNESDAY = "2027-03-03T09:00+00:00"


SQLITE = pytest.mark.parametrize("engine", ["sqlite"])
"""Where the engines cannot differ, one is enough."""


def faults() -> list[str]:
    return [f"{result.name}: {result.detail}" for result in verify.run() if not result.ok]


def bookings() -> dict[str, tuple[Any, ...]]:
    """What is true of each booking that arrives from 6 February 2027 on, by reference; no ids."""
    rows = db.session.execute(
        select(
            Booking.reference, Booking.state, Booking.arrival_on, Booking.departure_on, Booking.booked_at,
            Booking.cancelled_at, Booking.no_show_at, Booking.checked_in_at, Booking.checked_out_at,
            Quote.total_minor, Quote.due_now_minor, BookedStay.adults, BookedStay.children, BookedStay.dogs,
            select(func.sum(FolioLine.amount_minor)).where(FolioLine.booking_id == Booking.id).scalar_subquery(),
        )
        .join(Quote, Quote.id == Booking.quote_id)
        .join(BookedStay, BookedStay.booking_id == Booking.id)
        .where(Booking.arrival_on >= date(2027, 2, 6))
    )  # fmt: skip
    return {row[0]: tuple(row[1:]) for row in rows}


def counters() -> dict[tuple[int, date], tuple[int, int]]:
    rows = db.session.execute(
        select(Allotment.resource_id, Allotment.night, Allotment.sellable, Allotment.taken).where(
            Allotment.night >= date(2027, 2, 28)
        )
    )
    return {(resource, night): (sellable, taken) for resource, night, sellable, taken in rows}


def sold(first: date, until: date, weekdays: tuple[int, ...]) -> float:
    rows = db.session.execute(
        select(Allotment.night, func.sum(Allotment.taken), func.sum(Allotment.sellable))
        .join(Resource, Resource.id == Allotment.resource_id)
        .where(Resource.room_type_id.is_not(None), Allotment.night >= first, Allotment.night < until)
        .group_by(Allotment.night)
    ).all()
    counted = [(taken, sellable) for night, taken, sellable in rows if night.weekday() in weekdays]
    return float(sum(taken for taken, _ in counted) / sum(sellable for _, sellable in counted))


@SQLITE
def test_the_group_is_marked_as_a_demonstration(seeded: Flask) -> None:
    assert db.session.execute(select(func.count()).select_from(Location)).scalar_one() == 5
    assert db.session.execute(select(Trader.demo)).scalar_one() is True


@pytest.mark.long(3)
@SQLITE
def test_a_past_agrees_and_is_as_full_as_it_says(databases: Databases, count: Callable[[int, int], int]) -> None:
    past = count(120, PAST)
    url = databases.migrated()
    with opened(databases.config(url, now=MONDAY)):
        bring_to(past=past, measured=count(5, 365))
        assert faults() == []
        first = TODAY - timedelta(days=past - 30)
        assert 0.75 <= sold(first, TODAY, tuple(range(7))) <= 0.85
        assert sold(first, TODAY, (4, 5)) > 0.95
        assert 0.1 < sold(TODAY, TODAY + timedelta(days=270), tuple(range(7))) < 0.6
    databases.drop(url)


@SQLITE
def test_nights_are_open_and_priced_540_days_ahead(seeded: Flask) -> None:
    assert db.session.execute(select(func.max(Allotment.night))).scalar_one() == TODAY + timedelta(days=539)
    assert db.session.execute(select(func.max(Rate.night))).scalar_one() == TODAY + timedelta(days=539)
    closed = select(func.count(func.distinct(Restriction.location_id))).where(Restriction.closed)
    assert db.session.execute(closed).scalar_one() == 5


@SQLITE
def test_mail_about_the_past_is_marked_as_sent(seeded: Flask) -> None:
    assert db.session.execute(select(Message.state).distinct()).scalars().all() == ["sent"]


def test_money_of_a_free_cancellation_comes_back_and_late_money_is_kept(seeded: Flask) -> None:
    balance = func.sum(FolioLine.amount_minor)
    rows = db.session.execute(
        select(Booking.state, balance)
        .join(FolioLine, FolioLine.booking_id == Booking.id)
        .where(Booking.state.in_(("cancelled", "departed")))
        .group_by(Booking.id, Booking.state)
        .having(balance != 0)
    ).all()
    assert rows == []
    assert db.session.execute(select(func.count()).select_from(Payment)).scalar_one() > 500
    at_house = select(FolioLine.label, Payment.method).join(Payment, Payment.id == FolioLine.payment_id)
    ways = set(db.session.execute(at_house.where(Payment.provider == "house").distinct()))
    assert {method for _, method in ways} == {"card_machine", "cash", "bank_transfer"}
    assert len(ways) == 3


@SQLITE
def test_the_same_day_again_adds_nothing(seeded: Flask) -> None:
    before = bookings()
    assert bring_to() == Seeded()
    assert bookings() == before


def test_carried_on_it_is_what_a_fresh_one_is(seeded: Flask, databases: Databases) -> None:
    clock.configure(WEDNESDAY)
    added = bring_to()
    assert added.booked > 0
    assert added.left_out == 0
    assert faults() == []
    carried, counted = bookings(), counters()
    url = databases.copy("demo-wednesday", begin, now=WEDNESDAY)
    with opened(databases.config(url, now=WEDNESDAY)):
        assert bookings() == carried
        assert counters() == counted
    databases.drop(url)


@SQLITE
def test_an_instant_that_has_passed_changes_nothing(seeded: Flask) -> None:
    assert bring_to(datetime(2027, 2, 20, tzinfo=UTC)) == Seeded()


def test_what_others_hold_is_never_oversold(seeded: Flask) -> None:
    """With every room claimed by somebody else, the days that follow leave their bookings out."""
    free = db.session.execute(
        select(Allotment.resource_id, Allotment.night, Allotment.sellable - Allotment.taken)
        .join(Resource, Resource.id == Allotment.resource_id)
        .where(Resource.room_type_id.is_not(None), Allotment.night >= TODAY, Allotment.sellable > Allotment.taken)
    ).all()
    wants = [Want(resource, night, night + timedelta(days=1), count) for resource, night, count in free]
    transaction(lambda: claim_new("block", 1, wants))
    added = bring_to(datetime(2027, 3, 3, tzinfo=UTC))
    assert added.left_out > 0
    taken = func.sum(Claim.count)
    over = (
        select(Claim.resource_id)
        .join(Allotment, (Allotment.resource_id == Claim.resource_id) & (Allotment.night == Claim.night))
        .group_by(Claim.resource_id, Claim.night, Allotment.sellable)
        .having(taken > Allotment.sellable)
    )
    assert db.session.execute(over).all() == []


@SQLITE
def test_a_group_of_its_own_is_left_alone(app: Flask) -> None:
    row = Location(slug="elsewhere", name="Elsewhere", place="Wales", timezone="Europe/London", currency="GBP")
    transaction(lambda: db.session.add(row))
    with pytest.raises(NotTheDemo):
        bring_to()


def test_the_clock_brings_guests_in_and_out(seeded: Flask) -> None:
    """So also those who booked on the site: they have a checkout, the made-up ones have none."""
    clock.configure("2027-03-01T20:00+00:00")
    assert follow_the_clock() > 0
    today = select(func.count()).where(Booking.arrival_on == TODAY, Booking.state == "in_house")
    assert db.session.execute(today).scalar_one() > 0
    left = select(func.count()).where(Booking.departure_on == TODAY, Booking.state == "in_house")
    assert db.session.execute(left).scalar_one() == 0
    assert follow_the_clock() == 0


def test_who_booked_on_the_site_comes_and_goes_too(seeded: Flask) -> None:
    booking_id = book_tonight()
    for at, state in (("15:30", "confirmed"), ("18:00", "in_house")):
        clock.configure(f"2027-03-01T{at}+00:00")
        follow_the_clock()
        assert state_of(booking_id) == state
    clock.configure("2027-03-02T12:00+00:00")
    follow_the_clock()
    assert state_of(booking_id) == "departed"
    assert faults() == []


def book_tonight() -> int:
    """A guest books a night from today on the site and will pay at the house; the booking's id."""
    house = next(house for house in catalogue().houses if house.slug == "withy-moor")
    plan = price_list(house.id).plans[0]
    stay = Stay.of(TODAY, 1)
    for room_type in house.room_types:
        chosen = ChosenStay(room_type.id, plan.id, stay, Party(2))
        with contextlib.suppress(Refused):
            started = start_checkout(Basket(house.id, (chosen,), at_house=True))
            keep_details(started.checkout_id, Details("Anna Holt", "anna@example.com").as_json())
            return place_booking(started.checkout_id).booking_id
    raise AssertionError("no room is free tonight")


def state_of(booking_id: int) -> str:
    return str(db.session.execute(select(Booking.state).where(Booking.id == booking_id)).scalar_one())


@SQLITE
def test_a_stay_that_staff_made_longer_is_not_over(seeded: Flask) -> None:
    reference = db.session.execute(
        select(Booking.reference).where(Booking.departure_on == TODAY, Booking.state == "in_house").limit(1)
    ).scalar_one()
    longer = {"revision": 1, "departure_on": TODAY + timedelta(days=1)}
    transaction(lambda: db.session.execute(update(Booking).where(Booking.reference == reference).values(longer)))
    clock.configure("2027-03-01T20:00+00:00")
    follow_the_clock()
    state = select(Booking.state).where(Booking.reference == reference)
    assert db.session.execute(state).scalar_one() == "in_house"
    assert brought_to() > datetime.fromisoformat(MONDAY)  # type: ignore[operator]
