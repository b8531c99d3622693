"""Holds are lengthened, renewed, placed and swept at the same instant: each is kept once or freed once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.booking import operations as booking
from app.booking.errors import HoldLapsed
from app.inventory import SoldOut
from app.kernel import clock
from tests import stock
from tests.baskets import basket
from tests.builders import NOW
from tests.cast import found
from tests.clients import CLIENTS, Meet
from tests.unit.booking.races.bunks import Sixteen, bunks

pytestmark = [pytest.mark.houses(1), pytest.mark.race]

LAPSED = "2027-03-01T09:15:01+00:00"


def sweep(meet: Meet) -> int:
    clock.configure(LAPSED)
    meet()
    return booking.sweep_expired(most=3) + booking.sweep_expired()


def test_sweeps_at_once_free_each_hold_once(sixteen: Sixteen) -> None:
    bunks(20)
    held = [booking.start_checkout(basket(found(), "bunk")) for _ in range(20)]
    swept = sum(sixteen(sweep, [()] * CLIENTS))
    assert swept == len(held)
    assert stock.rows("SELECT COUNT(*) FROM claim") == [(0,)]
    assert stock.rows("SELECT DISTINCT state FROM checkout") == [("lapsed",)]
    assert not stock.faults()


def lengthen_or_sweep(meet: Meet, how: str, at: str, checkout_ids: list[int]) -> list[int]:
    """The checkouts that this client kept alive, by extending, renewing or placing them; a sweeper keeps none."""
    clock.configure(at)
    meet()
    kept = []
    for checkout_id in checkout_ids:
        try:
            if how == "sweep":
                booking.sweep_expired()
            elif how == "extend":
                booking.extend_checkout(checkout_id)
                kept.append(checkout_id)
            elif how == "renew":
                booking.renew_checkout(checkout_id)
                kept.append(checkout_id)
            else:
                booking.place_booking(checkout_id)
                kept.append(checkout_id)
        except (HoldLapsed, SoldOut):
            continue
    return kept


@pytest.mark.parametrize(("how", "at"), [("extend", "2027-03-01T09:14:59+00:00"), ("renew", LAPSED), ("place", LAPSED)])
def test_a_hold_is_either_kept_or_swept(sixteen: Sixteen, how: str, at: str, count: Callable[[int, int], int]) -> None:
    """The clients of one process keep holds alive while those of the other, whose clock is later, sweep them."""
    bunks(32)
    for _ in range(count(1, 10)):
        clock.configure(NOW)
        held = [booking.start_checkout(basket(found(), "bunk")).checkout_id for _ in range(32)]
        keepers = [(how, at, held[number::8]) for number in range(8)]
        sweepers = [("sweep", LAPSED, held[number::8]) for number in range(8)]
        answers = sixteen(lengthen_or_sweep, keepers + sweepers)
        kept = {checkout_id for answer in answers for checkout_id in answer}
        if how != "extend":
            assert kept == set(held), "there is a bed for each"
        states = dict(stock.rows("SELECT id, state FROM checkout"))
        expected = {"extend": "open", "renew": "open", "place": "booked"}[how]
        assert {i for i in held if states[i] == expected} == kept
        assert not stock.faults()
        for checkout_id in held:
            if how == "place":
                ((placed,),) = stock.rows("SELECT id FROM booking WHERE checkout_id = :c", c=checkout_id)
                booking.cancel_booking(int(str(placed)))
            else:
                booking.abandon_checkout(checkout_id)
