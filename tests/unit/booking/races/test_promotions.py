"""Sixteen clients want the last use of a promotion, or the last of its budget: exactly as many get it as there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta

import pytest
from sqlalchemy import bindparam, text

from app.booking import operations as booking
from app.booking.amendment import price_amendment
from app.booking.queries import booking_of
from app.booking.rules import Basket
from app.kernel import clock
from app.kernel.stay import Stay
from app.promotions import operations as promotions
from app.promotions.errors import OfferGone
from app.promotions.queries import promotion_of, read
from app.store import db, transaction
from app.store.types import Instant
from tests import stock
from tests.baskets import basket
from tests.builders import TODAY
from tests.cards import placed
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


def test_an_offer_stops_where_it_says_that_too_few_rooms_are_left(sixteen: Sixteen) -> None:
    """The control is that of the first test here: whoever looks and then takes, takes more than there is."""
    bunks(CLIENTS)
    own = offer("quiet", least_left=CLIENTS - 2)
    answers = Counter(sixteen(start, [(own.id,)] * CLIENTS))
    assert answers == {"held": 3, "few_left": CLIENTS - 3}
    assert stock.rows("SELECT used FROM promotion") == [(3,)]
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


def spend_carelessly(meet: Meet, promotion_id: int, minor: int) -> str:
    """Looks what is left of the budget, meets the others, and spends: no transaction around both, no limit in the
    WHERE."""
    seen = read(promotion_id)
    db.session.rollback()
    meet()
    if seen is None or seen.budget_minor is None or seen.spent_minor + minor > seen.budget_minor:
        return "budget"
    transaction(lambda: db.session.execute(text(f"UPDATE unguarded SET spent = spent + {minor}")))
    return "taken"


def add(meet: Meet, booking_id: int, promotion_id: int) -> str:
    """Sees the price of the booking with the promotion, meets the others, and confirms it."""
    before = booking_of(booking_id)
    assert before is not None
    wanted = replace(before.basket, promotions=(promotion_id,))
    seen = price_amendment(booking_id, wanted).total_minor
    db.session.rollback()
    meet()
    try:
        booking.amend_booking(booking_id, wanted, seen_minor=seen, seen_revision=before.revision)
    except OfferGone as gone:
        return gone.reason
    return "added"


def add_or_start(meet: Meet, booking_id: int | None, promotion_id: int, chosen: Basket) -> str:
    """Half of them add it to a booking that they have, the others start a checkout with it."""
    if booking_id is not None:
        return add(meet, booking_id, promotion_id)
    meet()
    try:
        booking.start_checkout(replace(chosen, promotions=(promotion_id,)))
    except OfferGone as gone:
        return gone.reason
    return "held"


def all_at_once(sixteen: Sixteen, promotion_id: int, night: int) -> Counter[str]:
    """Eight who have booked a night and eight who have not want the promotion for it."""
    chosen = basket(found(), "bunk", stay=Stay.of(TODAY + timedelta(days=1 + night), 1))
    own = [placed(chosen).booking_id for _ in range(CLIENTS // 2)]
    owners = [*own, *[None] * (CLIENTS - len(own))]
    return Counter(sixteen(add_or_start, [(owner, promotion_id, chosen) for owner in owners]))


def kept(promotion_id: int) -> int:
    """How many have it: its counters, its uses and the bookings agree."""
    live = f"SELECT owner, minor FROM promotion_use WHERE promotion_id = {promotion_id} AND given_back_at IS NULL"
    uses = [(str(owner), int(str(minor))) for owner, minor in stock.rows(live)]
    counted = (len(uses), sum(minor for _, minor in uses))
    assert stock.rows(f"SELECT used, spent_minor FROM promotion WHERE id = {promotion_id}") == [counted]
    bookings = [booking_of(int(str(booking_id))) for (booking_id,) in stock.rows("SELECT id FROM booking")]
    having = sum(promotion_id in one.basket.promotions for one in bookings if one is not None)
    assert having == sum(owner == "booking" for owner, _ in uses)
    assert not stock.faults()
    return len(uses)


def test_the_last_use_goes_to_one_change_or_one_checkout(sixteen: Sixteen, count: Callable[[int, int], int]) -> None:
    """The control is that of the first test here: without a guard it is taken more than once."""
    bunks(CLIENTS)
    for number in range(count(2, 25)):
        own = offer(f"late-{number}", "later_departure", leaves_by=time(14), uses_most=1)
        answers = all_at_once(sixteen, own.id, number)
        assert answers["used_up"] == CLIENTS - 1, answers
        assert kept(own.id) == 1


def test_without_a_guard_a_budget_is_overspent(sixteen: Sixteen) -> None:
    """The control of the race below."""
    own = offer(budget_minor=10_000)
    transaction(lambda: db.session.execute(text("CREATE TABLE unguarded (spent INTEGER NOT NULL)")))
    transaction(lambda: db.session.execute(text("INSERT INTO unguarded VALUES (0)")))
    answers = Counter(sixteen(spend_carelessly, [(own.id, 3500)] * CLIENTS))
    assert stock.rows("SELECT spent FROM unguarded") == [(3500 * answers["taken"],)]
    assert answers["taken"] > 2


def test_changes_and_checkouts_never_overspend_a_budget(sixteen: Sixteen, count: Callable[[int, int], int]) -> None:
    """Flowers at 35 pounds for nothing, of a budget for two."""
    bunks(CLIENTS)
    for number in range(count(1, 25)):
        own = offer(
            f"flowers-{number}", "extra", percent_bp=10_000, extra_id=found().extras["flowers"], budget_minor=10_000
        )
        answers = all_at_once(sixteen, own.id, number)
        assert answers["budget"] == CLIENTS - 2, answers
        assert kept(own.id) == 2
