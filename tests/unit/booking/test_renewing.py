"""A hold that ran out is taken again without what has gone meanwhile; a late payment finds another hour."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.booking import operations as booking
from app.booking.models import BookedSupper
from app.booking.queries import checkout_of
from app.booking.rules import Basket, ChosenStay
from app.insight import verify
from app.inventory import SoldOut
from app.inventory import operations as inventory
from app.store import db, transaction
from tests import cast, stock
from tests.baskets import basket, several
from tests.builders import FRIDAY

pytestmark = pytest.mark.houses(1)

LATER = "2027-03-01T09:16+00:00"
SATURDAY = FRIDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _all_agrees(app: Flask) -> Iterator[None]:
    yield
    db.session.rollback()
    assert not [found for found in verify.run() if not found.ok]


def gone(slug: str, left: int = 0) -> None:
    """So much of it is left on Friday."""
    resource = cast.found().resources[slug]
    sellable, taken, _ = stock.counter(resource, FRIDAY)
    db.session.rollback()
    transaction(lambda: inventory.close(resource, FRIDAY, SATURDAY, sellable - taken - left, "paint"))


def lapsed(wanted: Basket, set_clock: Callable[[str], None]) -> int:
    """A checkout whose hold has run out and was swept."""
    checkout_id = booking.start_checkout(wanted).checkout_id
    set_clock(LATER)
    booking.sweep_expired()
    return checkout_id


def held(checkout_id: int) -> tuple[ChosenStay, ...]:
    db.session.rollback()
    checkout = checkout_of(checkout_id)
    assert checkout is not None
    return checkout.basket.stays


def test_a_plan_with_supper_is_held_again_at_another_hour(app: Flask, set_clock: Callable[[str], None]) -> None:
    """The hour was chosen by us or by the guest; for two rooms at once it moves for both."""
    house = cast.found()
    early, late = house.sittings["18:30"], house.sittings["20:00"]
    rooms = several(house, basket(house, "snug", "supper"), basket(house, "garden", "supper"))
    checkout_id = lapsed(rooms, set_clock)
    assert {stay.suppers for stay in held(checkout_id)} == {((FRIDAY, late), (SATURDAY, late))}
    gone("20:00", left=3)

    renewed = booking.renew_checkout(checkout_id)

    assert renewed.was_minor == renewed.total_minor
    assert [(lost.resource_id, lost.night) for lost in renewed.gone] == [(house.resources["20:00"], FRIDAY)]
    assert {stay.suppers for stay in held(checkout_id)} == {((FRIDAY, early), (SATURDAY, late))}
    assert stock.counter(house.resources["18:30"], FRIDAY)[1] == 4


def test_what_was_added_is_left_out_where_it_has_gone_and_not_charged(
    app: Flask, set_clock: Callable[[str], None]
) -> None:
    house = cast.found()
    extras = {"bicycle": 2, "cot": 1, "flowers": 1}
    wanted = basket(house, "snug", extras=extras, suppers=((FRIDAY, "18:30"), (SATURDAY, "18:30")))
    checkout_id = lapsed(wanted, set_clock)
    for slug in ("bicycle", "cot", "18:30"):
        gone(slug)

    renewed = booking.renew_checkout(checkout_id)

    assert {lost.resource_id for lost in renewed.gone} == {
        house.resources[slug] for slug in ("bicycle", "cot", "18:30")
    }
    assert renewed.total_minor < renewed.was_minor
    [stay] = held(checkout_id)
    assert stay.extras == ((house.extras["flowers"], 1),)
    assert stay.suppers == ((SATURDAY, house.sittings["18:30"]),)
    booking.place_booking(checkout_id, seen_minor=renewed.total_minor)


def test_a_room_that_has_gone_is_not_held_again(app: Flask, set_clock: Callable[[str], None]) -> None:
    checkout_id = lapsed(basket(cast.found(), extras={"bicycle": 1}), set_clock)
    gone("shepherds-hut")
    gone("bicycle")

    with pytest.raises(SoldOut):
        booking.renew_checkout(checkout_id)
    assert held(checkout_id)[0].extras, "as it was"


def test_a_late_payment_books_the_supper_of_its_plan_at_another_hour(
    app: Flask, set_clock: Callable[[str], None]
) -> None:
    house = cast.found()
    checkout_id = lapsed(basket(house, "snug", "supper"), set_clock)
    gone("20:00")

    placed = booking.place_booking(checkout_id)

    suppers = db.session.execute(select(BookedSupper.night, BookedSupper.sitting_id).order_by(BookedSupper.night))
    assert [tuple(row) for row in suppers] == [(FRIDAY, house.sittings["18:30"]), (SATURDAY, house.sittings["20:00"])]
    assert placed.new


@pytest.mark.parametrize("added", [{"extras": {"bicycle": 1}}, {"suppers": ((FRIDAY, "20:00"),)}])
def test_a_late_payment_books_nothing_less_than_was_paid(
    app: Flask, set_clock: Callable[[str], None], added: dict[str, object]
) -> None:
    checkout_id = lapsed(basket(cast.found(), "snug", **added), set_clock)  # type: ignore[arg-type]
    gone("bicycle")
    gone("20:00")

    with pytest.raises(SoldOut):
        booking.place_booking(checkout_id)
    assert not stock.faults()
