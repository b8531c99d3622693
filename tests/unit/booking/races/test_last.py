"""Sixteen clients in two processes want the same thing at the same instant: exactly one gets it, on either engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from app.availability.boards import boards
from app.availability.search import search
from app.booking import operations as booking
from app.booking.errors import CannotBeSold
from app.booking.rules import Basket
from app.catalogue import catalogue
from app.inventory import SoldOut, for_night, operations
from app.kernel.stay import Stay
from app.store import transaction
from app.store.version import forget_versions
from tests import stock
from tests.baskets import basket
from tests.builders import FRIDAY, TODAY
from tests.cast import found
from tests.clients import CLIENTS, Meet
from tests.unit.booking.races.bunks import Sixteen, bunks

pytestmark = [pytest.mark.houses(1), pytest.mark.race]


def book(meet: Meet, chosen: Basket) -> str:
    """Sees the room on the results, meets the others there, and books it."""
    forget_versions()
    fits = search(boards(catalogue().houses), chosen.stays[0].stay, chosen.stays[0].party)
    seen = [room for fit in fits for room in fit.rooms if room.room_type.id == chosen.stays[0].room_type_id]
    meet()
    if not seen:
        return "not seen"
    try:
        started = booking.start_checkout(chosen)
    except SoldOut as sold_out:
        return str(sold_out.night)
    except CannotBeSold as refusal:
        return refusal.code
    return booking.place_booking(started.checkout_id).reference


def test_the_last_room_is_booked_once(sixteen: Sixteen, count: Callable[[int, int], int]) -> None:
    house = found()
    rounds = count(4, 50)
    for number in range(rounds):
        night = TODAY + timedelta(days=1 + number)
        answers = Counter(sixteen(book, [(basket(house, stay=Stay.of(night, 1)),)] * CLIENTS))
        assert answers.pop(str(night)) == CLIENTS - 1, answers
        assert list(answers.values()) == [1]
    assert stock.rows("SELECT COUNT(*), COUNT(DISTINCT arrival_on) FROM booking") == [(rounds, rounds)]
    assert not stock.faults()


def place(_meet: Meet, checkout_id: int) -> tuple[str, bool]:
    placed = booking.place_booking(checkout_id)
    return placed.reference, placed.new


def test_one_checkout_placed_by_all_is_one_booking(sixteen: Sixteen) -> None:
    started = booking.start_checkout(basket(found()))
    booking.keep_details(started.checkout_id, {"name": "Anna Whitlock", "email": "anna@example.com"})
    answers = sixteen(place, [(started.checkout_id,)] * CLIENTS)
    assert len({reference for reference, _ in answers}) == 1
    assert sum(new for _, new in answers) == 1
    assert stock.rows("SELECT COUNT(*) FROM message") == [(1,)]
    assert not stock.faults()


def revise(meet: Meet, checkout_id: int, chosen: Basket) -> int | str:
    meet()
    try:
        return booking.revise_checkout(checkout_id, chosen)
    except SoldOut:
        return "sold out"


def test_the_last_cot_goes_to_one_of_the_amendments(sixteen: Sixteen) -> None:
    bunks(CLIENTS)
    house = found()
    held = [booking.start_checkout(basket(house, "bunk")) for _ in range(CLIENTS)]
    wanted = basket(house, "bunk", extras={"cot": 1})
    answers = sixteen(revise, [(started.checkout_id, wanted) for started in held])
    assert Counter(answers) == {"sold out": CLIENTS - 1, 18000: 1}
    assert stock.counter(house.resources["bunk"], FRIDAY) == (CLIENTS, CLIENTS, 0), "the others keep what they held"
    assert not stock.faults()


def test_amendments_of_one_checkout_leave_the_last_one_whole(sixteen: Sixteen) -> None:
    house = found()
    started = booking.start_checkout(basket(house))
    choices = [basket(house, extras={"bicycle": 1 + number % 4}) for number in range(CLIENTS)]
    sixteen(revise, [(started.checkout_id, choice) for choice in choices])
    ((total,),) = stock.rows("SELECT q.total_minor FROM checkout k JOIN quote q ON q.id = k.quote_id")
    bicycles = stock.counter(house.resources["bicycle"], FRIDAY)[1]
    assert total == 30000 + 2 * bicycles * 1800
    assert not stock.faults()


def test_two_who_want_each_others_room_keep_their_own(sixteen: Sixteen) -> None:
    house = found()
    nights = [TODAY + timedelta(days=day) for day in range(1, CLIENTS + 1)]
    held = [booking.start_checkout(basket(house, stay=Stay.of(night, 1))) for night in nights]
    swapped = [basket(house, stay=Stay.of(nights[number ^ 1], 1)) for number in range(CLIENTS)]
    answers = sixteen(revise, [(started.checkout_id, chosen) for started, chosen in zip(held, swapped, strict=True)])
    assert answers == ["sold out"] * CLIENTS
    assert all(stock.counter(house.resources["shepherds-hut"], night)[1] == 1 for night in nights)
    assert not stock.faults()


def test_the_last_covers_go_to_as_many_as_can_sit(sixteen: Sixteen) -> None:
    house = found()
    for owner, sitting, gone in ((1, "20:00", 20), (2, "18:30", 16)):
        want = for_night(house.resources[sitting], FRIDAY, gone)
        transaction(lambda owner=owner, want=want: operations.claim_new("block", owner, [want]))
    supper = basket(house, "snug", "supper", Stay.of(FRIDAY, 1))
    answers = Counter(len(answer) for answer in sixteen(book, [(supper,)] * CLIENTS))
    assert answers[8] == 2, "the length of a reference"
    assert stock.counter(house.resources["18:30"], FRIDAY) == (20, 20, 0)
    assert not stock.faults()
