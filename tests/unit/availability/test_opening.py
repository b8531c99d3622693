"""A house stays open as far ahead as it says, night by night, priced like the same weekday a year before."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update

from app.availability.opening import A_YEAR, open_next_nights
from app.catalogue.models import Location
from app.inventory.models import Allotment
from app.pricing.draft.operations import set_bound
from app.pricing.draft.rules import Bound
from app.pricing.models import Rate, Restriction
from app.pricing.operations import publish_rates
from app.store import db, transaction
from app.store.version import CATALOGUE, raise_versions
from tests import builders, cast
from tests.builders import NIGHTS, TODAY

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]


def set_days_ahead(days: int, **columns: object) -> None:
    def work() -> None:
        db.session.execute(update(Location).values(days_ahead=days, **columns))
        raise_versions([CATALOGUE])

    transaction(work)


def last_nights() -> set[date]:
    return set(db.session.scalars(select(func.max(Allotment.night)).group_by(Allotment.resource_id)))


def test_nights_are_opened_up_to_the_house_s_horizon_once() -> None:
    set_days_ahead(NIGHTS + 1)
    assert open_next_nights() == 2
    assert last_nights() == {TODAY + timedelta(days=NIGHTS + 1)}
    assert open_next_nights() == 0


def test_a_day_later_one_more_is_opened_with_all_that_the_house_has(set_clock: Callable[[str], None]) -> None:
    set_days_ahead(NIGHTS)
    open_next_nights()
    set_clock("2027-03-02T09:00+00:00")
    assert open_next_nights() == 1
    night = TODAY + timedelta(days=NIGHTS + 1)
    rows = select(Allotment.resource_id, Allotment.sellable, Allotment.taken).where(Allotment.night == night)
    sellable = {resource: (sellable, taken) for resource, sellable, taken in db.session.execute(rows)}
    house = cast.found()
    assert sellable[house.resources["snug"]] == (3, 0)
    assert sellable[house.resources["bicycle"]] == (6, 0)
    assert sellable[house.resources["18:30"]] == (20, 0)


def test_a_new_night_costs_and_forbids_what_the_same_weekday_did_a_year_before() -> None:
    house = cast.found()
    saturday = date(2027, 3, 6)
    builders.restriction(house, saturday, min_stay_arrival=2)
    room_type, plan = house.room_types["snug"], house.plans["flexible"]
    key = (Rate.room_type_id == room_type, Rate.rate_plan_id == plan)
    transaction(lambda: db.session.execute(update(Rate).where(Rate.night == saturday, *key).values(amount_minor=19900)))
    set_days_ahead(400)
    open_next_nights()
    a_year_on = date(2028, 3, 4)
    assert a_year_on.weekday() == saturday.weekday()
    rate = select(Rate.amount_minor)
    assert db.session.scalar(rate.where(Rate.night == a_year_on, *key)) == 19900
    assert db.session.scalar(rate.where(Rate.night == a_year_on + timedelta(days=1), *key)) == 15000
    minimum = select(Restriction.min_stay_arrival).where(Restriction.night == a_year_on)
    assert db.session.scalar(minimum) == 2


def test_a_house_that_is_not_open_for_booking_is_left_alone() -> None:
    set_days_ahead(NIGHTS + 5, open_for_booking=False)
    assert open_next_nights() == 0


def test_a_new_night_keeps_within_floor_and_ceiling() -> None:
    house = cast.found()
    snug, night = house.room_types["snug"], TODAY + timedelta(days=NIGHTS + 1)
    transaction(lambda: publish_rates(house.id, [(snug, house.plans["flexible"], night - A_YEAR, 90000)]))
    set_bound(snug, Bound(10000, 30000), by=None)
    set_days_ahead(NIGHTS + 1)
    open_next_nights()
    opened = select(Rate.amount_minor).where(Rate.night == night, Rate.room_type_id == snug)
    assert db.session.execute(opened).scalar_one() == 30000
