"""One night longer: what it costs, and when it cannot be had."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from app.availability.boards import fresh_boards
from app.availability.extending import next_night_minor
from app.booking import operations as booking
from app.booking.amendment import price_amendment
from app.catalogue.queries import catalogue
from app.inventory.models import Allotment
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.queries import price_list
from app.store import transaction, write
from tests.baskets import WEEKEND, basket
from tests.builders import TODAY, restriction
from tests.cast import found

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]
SUNDAY = date(2027, 3, 7)
COUPLE = Party(2)


def price(stay: Stay = WEEKEND, party: Party = COUPLE, plan: str = "flexible", room: str = "garden") -> int | None:
    ids = found()
    house = catalogue().by_id[ids.id]
    (board,) = fresh_boards([house])
    room_type = catalogue().room_types[ids.room_types[room]]
    return next_night_minor(board, room_type, price_list(house.id).by_id[ids.plans[plan]], stay, party)


def few(slug: str, sellable: int) -> None:
    row = update(Allotment).where(Allotment.night == SUNDAY, Allotment.resource_id == found().resources[slug])
    transaction(lambda: write(row.values(sellable=sellable)))


@pytest.mark.parametrize("party", [COUPLE, Party(1), Party(2, (7,)), Party(2, dogs=2)])
@pytest.mark.parametrize("plan", ["flexible", "supper"])
def test_it_is_what_the_change_then_costs(party: Party, plan: str) -> None:
    """A dog's fee is paid already."""
    chosen = basket(found(), "garden", plan, party=party)
    started = booking.start_checkout(chosen)
    booking.keep_details(started.checkout_id, {"name": "Anna", "email": "anna@example.com"})
    placed = booking.place_booking(started.checkout_id)
    longer = replace(chosen, stays=(replace(chosen.stays[0], stay=Stay.of(WEEKEND.arrival, 3)),))
    offer = price_amendment(placed.booking_id, longer)
    assert price(party=party, plan=plan) == offer.total_minor - offer.before_minor


def test_a_stay_that_began_before_today_is_no_other() -> None:
    assert price(Stay(TODAY - timedelta(days=3), TODAY)) == 15000
    assert price(Stay(TODAY - timedelta(days=27), TODAY)) == 15000
    assert price(Stay(TODAY - timedelta(days=28), TODAY)) is None, "28 nights are the most"


def test_no_room_no_night() -> None:
    few("garden", 0)
    assert price() is None
    assert price(room="snug") == 15000


def test_a_plan_with_supper_needs_its_covers() -> None:
    for sitting in ("18:30", "20:00"):
        few(sitting, 1)
    assert price(plan="supper") is None
    assert price() == 15000


@pytest.mark.parametrize(
    ("night", "rule"),
    [
        (SUNDAY, {"closed": True}),
        (SUNDAY + timedelta(days=1), {"closed_to_departure": True}),
        (SUNDAY, {"min_stay_through": 4}),
    ],
)
def test_what_the_night_forbids(night: date, rule: dict[str, object]) -> None:
    restriction(found(), night, **rule)
    assert price() is None


def test_a_minimum_that_the_longer_stay_meets_forbids_nothing() -> None:
    restriction(found(), SUNDAY, min_stay_through=3)
    assert price() == 15000


def test_beyond_the_calendar_there_is_no_price() -> None:
    assert price(Stay.of(TODAY + timedelta(days=88), 2)) is None
