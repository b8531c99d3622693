"""Sixteen clients want the last use of a promotion, or the last of its budget: exactly as many get it as there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import bindparam, text

from app.booking import operations as booking
from app.kernel import clock
from app.promotions import operations as promotions
from app.promotions.errors import OfferGone
from app.promotions.queries import promotion_of, read
from app.store import db, transaction
from app.store.types import Instant
from tests import stock
from tests.baskets import basket
from tests.cast import found
from tests.clients import CLIENTS, Meet
from tests.offers import offer
from tests.unit.booking.races.bunks import Sixteen, bunks

pytestmark = [pytest.mark.houses(1), pytest.mark.race]


def careless(meet: Meet, promotion_id: int) -> str:
    """Looks whether a use is left, meets the others, and counts: no transaction around both, no limit in the WHERE."""
    seen = read(promotion_id)
    db.session.rollback()
    meet()
    if seen is None or seen.used >= 1:
        return "gone"
    transaction(lambda: db.session.execute(text("UPDATE unguarded SET used = used + 1")))
    return "taken"


def take(meet: Meet, promotion_id: int, owner_id: int, minor: int) -> str:
    """Sees the promotion, meets the others, and takes a use of it."""
    seen = promotion_of(promotion_id)
    db.session.rollback()
    assert seen is not None
    meet()
    try:
        transaction(lambda: promotions.take(seen, "checkout", owner_id, minor, at=clock.now()))
    except OfferGone as gone:
        return gone.reason
    return "taken"


def start(meet: Meet, promotion_id: int) -> str:
    """Starts a checkout with the promotion in it, at the same instant as the others."""
    house = found()
    chosen = replace(basket(house, "bunk"), promotions=(promotion_id,))
    meet()
    try:
        booking.start_checkout(chosen)
    except OfferGone as gone:
        return gone.reason
    return "held"


def test_without_a_guard_the_last_use_is_taken_more_than_once(sixteen: Sixteen) -> None:
    """The control: were this to take it once, the races below would prove nothing."""
    own = offer(uses_most=1)
    transaction(lambda: db.session.execute(text("CREATE TABLE unguarded (used INTEGER NOT NULL)")))
    transaction(lambda: db.session.execute(text("INSERT INTO unguarded VALUES (0)")))
    answers = Counter(sixteen(careless, [(own.id,)] * CLIENTS))
    assert answers["taken"] > 1
    assert stock.rows("SELECT used FROM unguarded") == [(answers["taken"],)]


def test_the_last_use_is_taken_once(sixteen: Sixteen, count: Callable[[int, int], int]) -> None:
    for number in range(count(2, 50)):
        own = offer(f"last-{number}", uses_most=1)
        answers = Counter(sixteen(take, [(own.id, owner_id, 100) for owner_id in range(1, CLIENTS + 1)]))
        assert answers == {"taken": 1, "used_up": CLIENTS - 1}
        assert stock.rows(f"SELECT used, spent_minor FROM promotion WHERE id = {own.id}") == [(1, 100)]


def test_a_budget_is_never_overspent(sixteen: Sixteen, count: Callable[[int, int], int]) -> None:
    for number in range(count(1, 50)):
        own = offer(f"budget-{number}", budget_minor=1050)
        answers = Counter(sixteen(take, [(own.id, owner_id, 200) for owner_id in range(1, CLIENTS + 1)]))
        assert answers == {"taken": 5, "budget": CLIENTS - 5}
        assert stock.rows(f"SELECT used, spent_minor FROM promotion WHERE id = {own.id}") == [(5, 1000)]


def test_whoever_loses_the_last_use_holds_no_room(sixteen: Sixteen) -> None:
    bunks(CLIENTS)
    own = offer("three", uses_most=3)
    answers = Counter(sixteen(start, [(own.id,)] * CLIENTS))
    assert answers == {"held": 3, "used_up": CLIENTS - 3}
    assert stock.rows("SELECT COUNT(*) FROM checkout") == [(3,)]
    assert not stock.faults()


def finish(meet: Meet, checkout_id: int, number: int) -> str:
    """Half of them place the checkout whose hold has run out, the others sweep what ran out."""
    meet()
    if number % 2:
        booking.sweep_expired()
        return "swept"
    return booking.place_booking(checkout_id).reference


def test_a_use_that_is_swept_while_its_checkout_is_booked_is_the_bookings(sixteen: Sixteen) -> None:
    own = offer("one", uses_most=1)
    started = booking.start_checkout(replace(basket(found()), promotions=(own.id,)))
    booking.keep_details(started.checkout_id, {"name": "Ada", "email": "ada@example.org"})
    past = {"at": clock.now() - timedelta(minutes=1), "id": started.checkout_id}
    for table in ("claim", "promotion_use"):
        ran_out = text(f"UPDATE {table} SET expires_at = :at WHERE owner_id = :id").bindparams(
            bindparam("at", type_=Instant)
        )
        transaction(lambda ran_out=ran_out: db.session.execute(ran_out, past))
    answers = Counter(sixteen(finish, [(started.checkout_id, number) for number in range(CLIENTS)]))
    assert len(answers) == 2
    assert stock.rows("SELECT owner, given_back_at FROM promotion_use") == [("booking", None)]
    assert stock.rows("SELECT used FROM promotion") == [(1,)]
    assert not stock.faults()
