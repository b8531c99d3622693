"""Each night the prices of the day before are worked out again as a stranger's. One that differs is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, insert, select

from app.booking.amendment import price_amendment
from app.booking.models import Booking
from app.booking.operations import amend_booking, start_checkout
from app.care.models import Task
from app.catalogue.editable import EXTRA, state_of
from app.catalogue.operations.editing import edit_row
from app.catalogue.spelling import seen_of
from app.kernel import clock
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.offers.fair import NotDiffering, Stale, check_day, check_of, checks, say_what_was_done
from app.offers.fair.models import PriceCheck
from app.pricing.editable import PARTY_PRICES, RATE_PLAN
from app.pricing.models import PriceHistory, Quote, QuoteLine
from app.pricing.taxing import add_levy, state_vat, withdraw_vat
from app.store import db, transaction, write
from app.worker.prices import check_prices
from tests import cards
from tests.baskets import basket, several
from tests.builders import FRIDAY, TODAY
from tests.cast import House, found
from tests.unit.offers.fair.told import ZONE, by_hand, checked, opened, repriced

pytestmark = pytest.mark.houses(1)

SQLITE = pytest.mark.parametrize("engine", ["sqlite"])
TOMORROW = TODAY + timedelta(days=1)
NOON = datetime.fromisoformat("2027-03-01T12:00+00:00")
LATER = "2027-03-01T15:00+00:00"
NIGHT = "2027-03-02T04:30+00:00"

SetClock = Callable[[str], None]


@pytest.fixture
def house(app: Flask) -> House:
    house = found()
    opened(house)
    return house


def told(house: House, room_type: str = "garden", plan: str = "flexible", **asked: object) -> int:
    """The quote of a checkout that was just begun."""
    return start_checkout(basket(house, room_type, plan, **asked)).quote_id  # type: ignore[arg-type]


def edited(what: object, row_id: int, **values: object) -> None:
    """A form of the desk was saved."""
    seen = state_of(what, row_id)  # type: ignore[arg-type]
    assert seen is not None
    edit_row(what, row_id, values, seen=seen_of(seen), by=None, location_id=found().id)  # type: ignore[arg-type]


def counts(day: date = TODAY) -> tuple[int, int, int]:
    """(equal, differing, not replayable)."""
    check = checked(day)
    return check.equal, check.differing, check.not_replayable


def test_prices_of_every_kind_come_out_the_same(house: House, set_clock: SetClock) -> None:
    family = Party(2, (4, 14), dogs=1)
    told(house, party=family, extras={"bicycle": 2, "flowers": 1})
    told(house, "snug", "saver", party=Party(1))
    told(house, "shepherds-hut", "supper")
    start_checkout(several(house, basket(house, "snug"), basket(house, "garden", party=Party(3, dogs=2))))
    set_clock(NIGHT)
    check = checked()
    assert (check.quotes, check.sampled, check.equal, check.differing) == (4, 4, 4, 0)
    assert check.differences == []
    assert check_day(TODAY, ZONE) is False


@SQLITE
@pytest.mark.parametrize("off", [1, -1, 2500])
def test_one_price_changed_by_hand_for_one_guest_is_found(house: House, set_clock: SetClock, off: int) -> None:
    told(house, "snug")
    favoured = told(house)
    told(house, "shepherds-hut")
    by_hand(favoured, off)
    set_clock(NIGHT)
    check = checked()
    assert (check.equal, check.differing, check.not_replayable) == (2, 1, 0)
    (one,) = check.differences
    assert (one["quote"], one["apart_minor"]) == (favoured, -off)
    (line,) = one["lines"]
    assert (line["kind"], line["night"]) == ("room", FRIDAY.isoformat())
    assert line["told_minor"] == line["stranger_minor"] - off
    tasks = db.session.execute(select(Task.location_id, Task.title).where(Task.kind == "price_differs")).all()
    assert tasks == [(house.id, "A price of Mon 1 March was not everybody’s. Look at Fair prices")]


@SQLITE
def test_a_price_is_that_of_its_minute_whatever_came_later(house: House, set_clock: SetClock) -> None:
    told(house)
    set_clock("2027-03-01T11:00+00:00")
    repriced(house, 19900, clock.now())
    set_clock(LATER)
    told(house)
    set_clock(NIGHT)
    repriced(house, 9900, clock.now())
    assert counts() == (2, 0, 0)


@SQLITE
def test_a_price_published_while_a_guest_reads_is_everybodys_and_an_older_one_is_not(
    house: House, set_clock: SetClock
) -> None:
    told(house)
    told(house, "snug")
    table = PriceHistory.__table__
    just = datetime.fromisoformat("2027-03-01T08:59:30+00:00")
    for room_type, at in (("garden", just), ("snug", just - timedelta(minutes=5))):
        row = {"room_type_id": house.room_types[room_type], "rate_plan_id": house.plans["flexible"], "night": FRIDAY}
        transaction(lambda row=row, at=at: write(insert(table), {**row, "amount_minor": 17000, "published_at": at}))  # type: ignore[misc]
    set_clock(NIGHT)
    assert counts() == (1, 1, 0)


@SQLITE
def test_what_the_desk_changed_since_is_taken_back(house: House, set_clock: SetClock) -> None:
    family = Party(2, (4, 14), dogs=1)
    told(house, party=family, extras={"bicycle": 1})
    told(house, "garden", "saver", party=Party(3))
    told(house, "snug", "supper", party=Party(1))
    set_clock(LATER)
    edited(PARTY_PRICES, house.id, single_minor=100, adult_minor=9900, dog_minor=1, child1_minor=1, child2_from=12)
    edited(RATE_PLAN, house.plans["saver"], adjust_bp=-5000, round_to_minor=500, breakfast_adult=900)
    edited(RATE_PLAN, house.plans["supper"], supper_adult=5000, supper_added=False)
    edited(EXTRA, house.extras["bicycle"], price_minor=9900, basis="stay")
    state_vat(house.id, ["room", "dog"], 500, FRIDAY, TODAY, by=None)
    state_vat(house.id, ["extra"], 1250, FRIDAY, TODAY, by=None)
    levy = {"name": "City", "kind": "percent", "amount": 300, "holds_from_on": TODAY}
    add_levy(house.id, levy, by=None)
    told(house, party=family, extras={"bicycle": 1})
    told(house, "garden", "saver", party=Party(3))
    set_clock("2027-03-01T20:00+00:00")
    withdraw_vat(house.id, "extra", FRIDAY, TODAY, by=None)
    edited(PARTY_PRICES, house.id, adult_minor=8800)
    set_clock(NIGHT)
    check = checked()
    assert check.differences == []
    assert (check.equal, check.not_replayable) == (5, 0)


@SQLITE
def test_without_its_history_a_price_is_never_called_equal(house: House, set_clock: SetClock) -> None:
    told(house)
    transaction(lambda: write(PriceHistory.__table__.delete().where(PriceHistory.night == FRIDAY)))
    told(house, "snug", stay=Stay.of(TOMORROW, 2))
    set_clock(NIGHT)
    check = checked()
    assert (check.equal, check.differing, check.not_replayable) == (1, 0, 1)
    assert check.reasons == {"no_history": 1}


@SQLITE
def test_a_meal_that_the_journal_does_not_tell_enough_of_is_counted_apart(house: House, set_clock: SetClock) -> None:
    told(house, "snug", "supper")
    told(house, "snug")
    set_clock(LATER)
    edited(RATE_PLAN, house.plans["supper"], supper_adult=None, supper_child=None)
    set_clock(NIGHT)
    assert counts() == (1, 0, 1)


@SQLITE
def test_a_changed_booking_keeps_the_price_of_the_nights_it_keeps(house: House, set_clock: SetClock) -> None:
    placed = cards.placed(basket(house, "garden", stay=Stay.of(FRIDAY, 2)))
    repriced(house, 19900, NOON)
    set_clock("2027-03-02T10:00+00:00")
    longer = basket(house, "garden", stay=Stay.of(FRIDAY, 3))
    offer = price_amendment(placed.booking_id, longer)
    assert offer.total_minor == 15000 + 15000 + 19900
    amend_booking(placed.booking_id, longer, seen_minor=offer.total_minor, seen_revision=0)
    set_clock("2027-03-03T04:30+00:00")
    assert counts(TOMORROW) == (1, 0, 0)
    quote_id = db.session.execute(select(Booking.quote_id).where(Booking.id == placed.booking_id)).scalar_one()
    by_hand(quote_id, 1000)
    transaction(lambda: write(PriceCheck.__table__.delete()))
    assert counts(TOMORROW) == (0, 1, 0)


@SQLITE
def test_an_offer_is_left_out_and_one_that_adds_is_found(house: House, set_clock: SetClock) -> None:
    cheaper, dearer = told(house), told(house, "snug")
    for quote_id, gross in ((cheaper, -5000), (dearer, 500)):
        line = {"quote_id": quote_id, "position": 90, "kind": "reduction", "label": "Ten off", "gross_minor": gross}
        row = {**line, "vat_bp": 2000, "vat_minor": 0, "part": 0, "count": 1}
        transaction(lambda row=row: write(insert(QuoteLine.__table__), row))  # type: ignore[misc]
    set_clock(NIGHT)
    check = checked()
    assert (check.equal, check.differing, check.offered) == (1, 1, 2)
    assert check.differences[0]["quote"] == dearer
    assert check.differences[0]["lines"][0]["kind"] == "reduction"


@SQLITE
def test_no_more_than_the_sample_is_replayed_and_always_the_same(house: House, set_clock: SetClock) -> None:
    for room_type in ("snug", "garden"):
        for _ in range(3):
            told(house, room_type)
    set_clock(NIGHT)
    assert check_day(TODAY, ZONE, most=4)
    check = check_of(TODAY)
    assert check is not None
    assert (check.quotes, check.sampled, check.equal) == (6, 4, 4)
    assert checks().sampled == 4


@SQLITE
def test_the_worker_checks_each_day_once_from_four_in_the_morning(house: House, set_clock: SetClock) -> None:
    told(house)
    set_clock("2027-03-02T03:30+00:00")
    assert check_prices() == 2  # Saturday and Sunday, of which nobody asked anything
    assert check_of(TODAY) is None
    set_clock(NIGHT)
    assert (check_prices(), check_prices()) == (1, 0)
    assert checks().nights == 3
    assert checks().equal == 1


@SQLITE
def test_what_was_done_is_said_once_and_a_second_writer_is_told(house: House, set_clock: SetClock) -> None:
    by_hand(told(house), 100)
    set_clock(NIGHT)
    checked()
    assert say_what_was_done(TODAY, "We paid the difference back.", seen="", by=1)
    with pytest.raises(Stale) as stale:
        say_what_was_done(TODAY, "Nothing.", seen="", by=2)
    assert stale.value.stands == "We paid the difference back."
    assert not say_what_was_done(TODAY, "We paid the difference back.", seen=stale.value.stands, by=2)
    with pytest.raises(NotDiffering):
        say_what_was_done(TOMORROW, "Nothing.", seen="", by=2)


@SQLITE
def test_a_quote_that_was_told_to_nobody_is_not_among_them(house: House, set_clock: SetClock) -> None:
    told(house)
    assert db.session.execute(select(func.count()).select_from(Quote)).scalar_one() == 1
    set_clock(NIGHT)
    assert checked(TODAY - timedelta(days=1)).quotes == 0
    assert checked(TODAY).quotes == 1
