"""Sets of rooms that overlap, wanted by sixteen clients at the same instant: one whole set is had, none by half."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from app.availability.boards import boards
from app.availability.sets import search
from app.booking import operations as booking
from app.booking.errors import CannotBeSold
from app.booking.rules import Basket, ChosenStay
from app.catalogue import catalogue
from app.inventory import SoldOut, for_stay, operations
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.store import transaction
from app.store.version import forget_versions
from tests import stock
from tests.baskets import basket, several
from tests.builders import FRIDAY, TODAY
from tests.cast import found
from tests.clients import CLIENTS, Meet
from tests.unit.booking.races.bunks import Sixteen

pytestmark = [pytest.mark.houses(1), pytest.mark.race]

ROOMS = ("snug", "garden", "shepherds-hut")


def one_of_each_left(stay: Stay, owner_id: int) -> None:
    """Of snugs, garden rooms and huts one each is free."""
    house = found()
    gone = [for_stay(house.resources[room_type], stay, 2) for room_type in ("snug", "garden")]
    transaction(lambda: operations.claim_new("block", owner_id, gone))


def taken(night: object) -> list[int]:
    return [stock.counter(found().resources[room_type], night)[1] for room_type in ROOMS]  # type: ignore[arg-type]


def book(meet: Meet, chosen: Basket) -> str:
    meet()
    try:
        started = booking.start_checkout(chosen)
    except SoldOut:
        return "sold out"
    except CannotBeSold as refused:
        return refused.code
    return booking.place_booking(started.checkout_id).reference


def test_of_overlapping_sets_one_is_had_and_whole(sixteen: Sixteen, count: Callable[[int, int], int]) -> None:
    """Any two of the three pairs share a room, and both orders of each are wanted."""
    house = found()
    rounds = count(2, 50)
    for number in range(rounds):
        stay = Stay.of(TODAY + timedelta(days=1 + number), 1)
        one_of_each_left(stay, number + 1)
        one = {room_type: basket(house, room_type, stay=stay) for room_type in ROOMS}
        pairs = [several(house, one[a], one[b]) for a in ROOMS for b in ROOMS if a != b]
        answers = Counter(sixteen(book, [(pairs[client % len(pairs)],) for client in range(CLIENTS)]))
        assert answers.pop("sold out") == CLIENTS - 1, answers
        assert list(answers.values()) == [1]
        assert sum(taken(stay.arrival)) == 4 + 2, "one pair is booked, and nothing else is held"
    assert stock.rows("SELECT COUNT(*) FROM booking") == [(rounds,)]
    assert stock.rows("SELECT COUNT(*) FROM stay") == [(2 * rounds,)]
    assert not stock.faults()


def find_and_book(meet: Meet, party: Party) -> str:
    """Sees a set on the results, meets the others there, and books it."""
    forget_versions()
    (fit,) = search(boards(catalogue().houses), Stay.of(FRIDAY, 2), party, 2)
    meet()
    if fit.together is None:
        return "not seen"
    plan = fit.together.rates[0].plan.id
    stays = tuple(ChosenStay(own.room_type.id, plan, fit.stay, own.party) for own in fit.together.rooms)
    return book(lambda: None, Basket(fit.board.house.id, stays, at_house=True))


def test_two_parties_who_see_the_last_set_do_not_both_get_it(sixteen: Sixteen) -> None:
    house = found()
    one_of_each_left(Stay.of(FRIDAY, 2), 1)
    transaction(
        lambda: operations.claim_new("block", 2, [for_stay(house.resources["shepherds-hut"], Stay.of(FRIDAY, 2))])
    )
    answers = Counter(sixteen(find_and_book, [(Party(4 - client % 2),) for client in range(CLIENTS)]))
    assert answers.pop("sold out") == CLIENTS - 1, answers
    assert list(answers.values()) == [1]
    assert taken(FRIDAY) == [3, 3, 1]
    assert not stock.faults()
