"""Everybody whom a notice touches takes up what was promised at once, and others book: nothing is oversold."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import text

from app.booking import operations as booking
from app.care.choices.operations import choose
from app.care.choices.promising import promise_alternatives
from app.care.choices.queries import promised
from app.kernel.errors import Refused
from app.store import db, transaction
from tests import stock
from tests.baskets import basket
from tests.builders import FRIDAY
from tests.cards import placed
from tests.cast import found
from tests.clients import CLIENTS, Meet
from tests.touching import noticed, touch_of
from tests.unit.booking.races.bunks import Sixteen, bunks
from tests.unit.booking.races.test_changes import faults

pytestmark = [pytest.mark.houses(2), pytest.mark.race]


def accept_unguarded(meet: Meet, guest: int) -> bool:
    """Takes one of the seven rooms that were free when the notice was written, as if nothing had to be held."""
    with stock.in_the_open() as execute:
        left = execute("SELECT rooms FROM control")
        meet()
        if left > 0:
            execute(f"INSERT INTO accepted VALUES ({guest})")
        return bool(left > 0)


def test_without_promises_more_accept_than_there_are_rooms(sixteen: Sixteen) -> None:
    transaction(lambda: db.session.execute(text("CREATE TABLE control (rooms INTEGER)")))
    transaction(lambda: db.session.execute(text("CREATE TABLE accepted (guest INTEGER)")))
    transaction(lambda: db.session.execute(text("INSERT INTO control VALUES (7)")))
    assert sum(sixteen(accept_unguarded, [(guest,) for guest in range(CLIENTS)])) > 7


def accept_or_book(meet: Meet, touch_id: int | None, choice: str) -> str:
    """A guest takes up a promise; a stranger wants a room where it was promised."""
    there = found("withy-moor")
    meet()
    try:
        if touch_id is not None:
            choose(touch_id, choice, seen_revision=0)
        else:
            booking.place_booking(booking.start_checkout(basket(there, choice)).checkout_id)
    except Refused as refusal:
        return refusal.code
    return "done"


def test_all_who_were_promised_another_house_have_it_and_no_room_is_sold_twice(
    sixteen: Sixteen,
) -> None:
    bunks(CLIENTS)
    house, there = found(), found("withy-moor")
    mine = [placed(basket(house, "bunk")).booking_id for _ in range(CLIENTS // 2)]
    notice_id = noticed(*mine)
    promise_alternatives(notice_id)
    assert promised(notice_id).houses == 7, "three snugs, three garden rooms, one hut; one of eight guests gets none"
    touches = [touch_of(notice_id, one) for one in mine]
    strangers = [(None, room_type) for room_type in ("snug", "garden", "shepherds-hut", "snug") * 2]

    answers = sixteen(accept_or_book, [*((touch_id, "house") for touch_id in touches), *strangers])

    assert Counter(answers[: CLIENTS // 2]) == {"done": 7, "not_offered": 1}
    assert set(answers[CLIENTS // 2 :]) == {"full"}
    for room_type, rooms in (("snug", 3), ("garden", 3), ("shepherds-hut", 1)):
        assert stock.counter(there.resources[room_type], FRIDAY)[1] == rooms
    assert not stock.faults()
    assert faults() == []


def test_a_choice_clicked_by_all_at_once_is_made_once(sixteen: Sixteen) -> None:
    one = placed(basket(found())).booking_id
    notice_id = noticed(one)
    promise_alternatives(notice_id)
    touch_id = touch_of(notice_id, one)
    ways = ["house", "dates", "keep", "cancel"] * (CLIENTS // 4)
    answers = Counter(sixteen(accept_or_book, [(touch_id, choice) for choice in ways]))
    assert answers == {"done": 1, "already_chosen": CLIENTS - 1}
    assert stock.rows("SELECT COUNT(*) FROM claim WHERE owner = 'notice'") == [(0,)]
    assert faults() == []


def promise(meet: Meet, notice_id: int) -> int:
    meet()
    return promise_alternatives(notice_id)


def test_promises_made_by_all_at_once_are_made_once(sixteen: Sixteen) -> None:
    mine = [placed(basket(found(), "snug")).booking_id for _ in range(3)]
    notice_id = noticed(*mine)
    assert sum(sixteen(promise, [(notice_id,)] * CLIENTS)) == 3
    assert stock.rows("SELECT COUNT(*) FROM claim WHERE owner = 'notice'") == [(12,)]
    assert faults() == []
