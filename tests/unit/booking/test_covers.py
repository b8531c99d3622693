"""Covers that a hold gives back when it ends are free at that instant, to a search as to whoever sits down."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.availability.boards import board, fresh_boards
from app.booking import operations as booking
from app.booking.queries import checkout_of
from app.catalogue.queries import catalogue
from app.inventory import for_night
from app.inventory import operations as inventory
from app.kernel.stay import Stay
from app.store import transaction
from app.store.version import forget_versions
from tests import stock
from tests.baskets import basket
from tests.builders import FRIDAY
from tests.cast import found

pytestmark = pytest.mark.houses(1)

NIGHT = Stay.of(FRIDAY, 1)


def covers() -> int:
    """What the house's board has left for one table on the night; a fresh one agrees."""
    forget_versions()
    house = catalogue().by_id[found().id]
    seen = {one.covers(one.index(FRIDAY), one.index(FRIDAY) + 1) for one in (board(house), *fresh_boards([house]))}
    assert len(seen) == 1
    return seen.pop()


def test_covers_of_an_expired_hold_are_free_before_any_sweep(app: Flask, set_clock: Callable[[str], None]) -> None:
    house = found()
    for owner, sitting, gone in ((1, "20:00", 18), (2, "18:30", 19)):
        want = for_night(house.resources[sitting], FRIDAY, gone)
        transaction(lambda owner=owner, want=want: inventory.claim_new("block", owner, [want]))
    chosen = basket(house, "snug", "supper", NIGHT)
    booking.start_checkout(chosen)
    assert covers() == 1
    set_clock("2027-03-01T09:15+00:00")
    assert covers() == 2
    checkout = checkout_of(booking.start_checkout(chosen).checkout_id)
    assert checkout is not None
    assert checkout.basket.stays[0].suppers == ((FRIDAY, house.sittings["20:00"]),)
    assert stock.counter(house.resources["20:00"], FRIDAY) == (20, 20, 0)
    assert not stock.faults()
