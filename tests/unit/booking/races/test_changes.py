"""Placed bookings changed and cancelled at the same instant: nothing is oversold and no old booking is lost."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from app.booking import operations as booking
from app.booking.amendment import price_amendment
from app.booking.errors import CannotBeSold, Stale, WrongState
from app.booking.rules import Basket
from app.insight import verify
from app.inventory import SoldOut
from app.kernel.errors import Refused
from app.kernel.stay import Stay
from app.store import db, transaction
from tests import stock
from tests.baskets import basket
from tests.builders import FRIDAY, TODAY
from tests.cards import placed
from tests.cast import found
from tests.clients import CLIENTS, Meet
from tests.unit.booking.races.bunks import Sixteen, bunks
from tests.unit.booking.races.test_engines import deadlocks

pytestmark = [pytest.mark.houses(1), pytest.mark.race]


def faults() -> list[str]:
    db.session.rollback()
    return [result.detail for result in verify.run() if not result.ok]


def swap_unguarded(meet: Meet, old: int, night: int) -> bool:
    """Gives up a bed and takes another as if nobody else were there: no transaction, no CHECK, no guard."""
    with stock.in_the_open() as execute:
        taken = execute(f"SELECT taken FROM control WHERE night = {night}")
        execute(f"UPDATE control SET taken = taken - 1 WHERE night = {old}")
        meet()
        if taken < 1:
            execute(f"UPDATE control SET taken = taken + 1 WHERE night = {night}")
        return taken < 1


def test_without_our_guards_changes_oversell_the_new_and_lose_the_old(sixteen: Sixteen) -> None:
    transaction(lambda: db.session.execute(text("CREATE TABLE control (night INTEGER PRIMARY KEY, taken INTEGER)")))
    beds = ", ".join(f"({number}, 1)" for number in range(1, CLIENTS + 1))
    transaction(lambda: db.session.execute(text(f"INSERT INTO control VALUES (0, 0), {beds}")))
    assert sum(sixteen(swap_unguarded, [(number, 0) for number in range(1, CLIENTS + 1)])) > 1
    assert stock.rows("SELECT taken > 1 FROM control WHERE night = 0") in ([(1,)], [(True,)])
    assert stock.rows("SELECT SUM(taken) FROM control WHERE night > 0") == [(0,)], "all have given up their bed"


def change(meet: Meet, booking_id: int, wanted: Basket, seen_minor: int) -> str:
    meet()
    try:
        booking.amend_booking(booking_id, wanted, seen_minor=seen_minor, seen_revision=0)
    except (SoldOut, Stale) as refusal:
        return refusal.code
    return "changed"


def change_or_book(meet: Meet, booking_id: int | None, wanted: Basket, seen_minor: int) -> str:
    if booking_id is not None:
        return change(meet, booking_id, wanted, seen_minor)
    meet()
    try:
        booking.place_booking(booking.start_checkout(wanted).checkout_id)
    except (SoldOut, CannotBeSold) as refusal:
        return refusal.code
    return "booked"


def test_the_last_room_goes_to_one_change_or_one_booking(sixteen: Sixteen, count: Callable[[int, int], int]) -> None:
    bunks(CLIENTS)
    house = found()
    for number in range(count(2, 50)):
        stay = Stay.of(TODAY + timedelta(days=1 + number), 1)
        old = [placed(basket(house, "bunk", stay=stay)).booking_id for _ in range(CLIENTS // 2)]
        wanted = basket(house, stay=stay)
        answers = sixteen(change_or_book, [(owner, wanted, 15000) for owner in [*old, *[None] * (CLIENTS // 2)]])
        assert Counter(answers)["full"] == CLIENTS - 1, answers
        kept = answers[: CLIENTS // 2].count("full")
        assert stock.counter(house.resources["shepherds-hut"], stay.arrival)[1] == 1
        assert stock.counter(house.resources["bunk"], stay.arrival)[1] == kept, "who got nothing keeps the old"
        assert not stock.faults()
    assert faults() == []


def move_or_book(meet: Meet, booking_id: int | None, wanted: Basket) -> str:
    meet()
    try:
        if booking_id is not None:
            booking.move_to_house(booking_id, wanted, seen_minor=None, seen_revision=0)
        else:
            booking.place_booking(booking.start_checkout(wanted).checkout_id)
    except Refused as refusal:
        return refusal.code
    return "done"


@pytest.mark.houses(2)
def test_the_last_rooms_of_another_house_go_to_so_many_and_the_others_keep_what_they_have(sixteen: Sixteen) -> None:
    """Three rooms there, eight who would move and eight who would book."""
    bunks(CLIENTS)
    house, other = found(), found("withy-moor")
    old = [placed(basket(house, "bunk")).booking_id for _ in range(CLIENTS // 2)]
    wanted = basket(other, "snug")
    answers = sixteen(move_or_book, [(owner, wanted) for owner in [*old, *[None] * (CLIENTS // 2)]])
    assert Counter(answers) == {"done": 3, "full": CLIENTS - 3}
    moved = answers[: CLIENTS // 2].count("done")
    assert stock.counter(other.resources["snug"], FRIDAY)[1] == 3
    assert stock.counter(house.resources["bunk"], FRIDAY)[1] == CLIENTS // 2 - moved
    assert stock.rows("SELECT COUNT(*) FROM message WHERE kind = 'changed'") == [(moved,)]
    assert faults() == []


def test_changes_of_one_booking_by_all_are_one_change(sixteen: Sixteen) -> None:
    house = found()
    one = placed(basket(house)).booking_id
    wanted = [basket(house, extras={"bicycle": 1 + number % 4}) for number in range(CLIENTS)]
    sums = [30000 + 2 * 1800 * (1 + number % 4) for number in range(CLIENTS)]
    answers = sixteen(change, [(one, basket_, total) for basket_, total in zip(wanted, sums, strict=True)])
    assert Counter(answers) == {"changed": 1, "stale": CLIENTS - 1}
    assert stock.rows("SELECT COUNT(*) FROM message WHERE kind = 'changed'") == [(1,)]
    assert faults() == []


def test_two_who_want_each_others_night_keep_their_own(sixteen: Sixteen) -> None:
    house = found()
    nights = [TODAY + timedelta(days=day) for day in range(1, CLIENTS + 1)]
    old = [placed(basket(house, stay=Stay.of(night, 1))).booking_id for night in nights]
    wanted = [basket(house, stay=Stay.of(nights[number ^ 1], 1)) for number in range(CLIENTS)]
    answers = sixteen(change, [(one, other, 15000) for one, other in zip(old, wanted, strict=True)])
    assert answers == ["full"] * CLIENTS
    assert all(stock.counter(house.resources["shepherds-hut"], night)[1] == 1 for night in nights)
    assert faults() == []


def cancel(meet: Meet, booking_id: int) -> str:
    meet()
    try:
        booking.cancel_booking(booking_id)
    except WrongState as refusal:
        return refusal.code
    return "cancelled"


def test_a_booking_cancelled_by_all_is_refunded_once(sixteen: Sixteen) -> None:
    one = placed(basket(found(), plan="saver", extras={"flowers": 1})).booking_id
    assert Counter(sixteen(cancel, [(one,)] * CLIENTS)) == {"cancelled": 1, "wrong_state": CLIENTS - 1}
    assert stock.rows("SELECT amount_minor FROM refund") == [(3500,)]
    assert stock.rows("SELECT COUNT(*) FROM resale") == [(2,)]
    assert faults() == []


def book(meet: Meet, wanted: Basket) -> bool:
    meet()
    return bool(placed(wanted).new)


def test_each_given_up_night_is_resold_once_and_the_fee_is_taken_once(sixteen: Sixteen) -> None:
    """Sixteen guests book the four nights of two Savers who cancelled, all at once, some of them twice over."""
    bunks(CLIENTS)
    house = found()
    before = deadlocks()
    savers = [placed(basket(house, "bunk", "saver", Stay.of(FRIDAY, 4))).booking_id for _ in range(2)]
    for saver in savers:
        booking.cancel_booking(saver)
    nights = [basket(house, "bunk", stay=Stay.of(FRIDAY + timedelta(days=number % 4), 1)) for number in range(CLIENTS)]

    assert all(sixteen(book, [(wanted,) for wanted in nights]))

    assert stock.rows(
        "SELECT booking_id, COUNT(*), SUM(refunded_minor) FROM resale GROUP BY booking_id ORDER BY 1"
    ) == [(saver, 4, 4 * 8100 - 2000) for saver in savers]
    assert stock.rows("SELECT SUM(amount_minor) FROM refund") == [(2 * (4 * 8100 - 2000),)]
    assert stock.rows("SELECT COUNT(*) FROM resale WHERE resold_by_id IS NULL") == [(0,)]
    assert faults() == []
    assert deadlocks() == before


def live_as_guests_do(meet: Meet, number: int, turns: int) -> Counter[str]:
    """Books, changes and cancels at random, in everybody's way; what came of it, by name."""
    house, chance = found(), random.Random(number)
    done: Counter[str] = Counter()
    mine: list[int] = []
    meet()
    for turn in range(turns):
        wanted = some_basket(chance)
        try:
            if not mine or chance.random() < 0.3:
                guest = {"name": f"Guest {number}", "email": f"guest{number}.{turn}@example.com"}
                mine.append(placed(wanted, guest).booking_id)
                done["booked"] += 1
            elif chance.random() < 0.75:
                one = chance.choice(mine)
                offer = price_amendment(one, wanted)
                booking.amend_booking(one, wanted, seen_minor=offer.total_minor, seen_revision=offer.revision)
                done["changed"] += 1
            else:
                booking.cancel_booking(mine.pop(chance.randrange(len(mine))))
                done["cancelled"] += 1
        except Refused as refusal:
            done[refusal.code] += 1
    assert house.id
    return done


def some_basket(chance: random.Random) -> Basket:
    """A few nights of one of the rooms that everybody wants, with bicycles and often the table."""
    house = found()
    return basket(
        house,
        chance.choice(["snug", "garden", "shepherds-hut"]),
        chance.choice(["flexible", "saver", "supper"]),
        Stay.of(FRIDAY + timedelta(days=chance.randrange(6)), chance.randint(1, 3)),
        extras={"bicycle": chance.randint(1, 2)} if chance.random() < 0.5 else {},
    )


def test_many_changes_at_once_keep_every_promise_without_a_deadlock(
    sixteen: Sixteen, count: Callable[[int, int], int]
) -> None:
    before = deadlocks()
    answers = sum(sixteen(live_as_guests_do, [(number, count(5, 40)) for number in range(CLIENTS)]), Counter())
    assert min(answers["booked"], answers["changed"], answers["cancelled"]) > 0, answers
    assert not stock.faults()
    assert faults() == []
    assert deadlocks() == before
