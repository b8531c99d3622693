"""Numbers of documents have no gaps, whoever issues them at once and whatever is undone between."""

from __future__ import annotations

from contextlib import suppress

import pytest

from app.booking import operations as booking
from app.store import transaction
from tests import stock
from tests.baskets import basket
from tests.cards import placed
from tests.cast import found
from tests.clients import CLIENTS, Meet
from tests.unit.booking.races.bunks import Sixteen, bunks

pytestmark = [pytest.mark.houses(1), pytest.mark.race]


class Undone(Exception):
    pass


def leave(meet: Meet, booking_id: int, fails: bool) -> None:
    """The guest leaves, and the invoice is issued; some transactions are undone at their very end first."""

    def work() -> None:
        booking.check_out(booking_id)
        raise Undone

    booking.check_in(booking_id)
    meet()
    if fails:
        with suppress(Undone):
            transaction(work)
    booking.check_out(booking_id)


def test_sixteen_who_leave_at_once_get_sixteen_numbers_in_a_row(sixteen: Sixteen) -> None:
    bunks(CLIENTS)
    house = found()
    stays = [placed(basket(house, "bunk")).booking_id for _ in range(CLIENTS)]
    sixteen(leave, [(booking_id, number % 3 == 0) for number, booking_id in enumerate(stays)])
    numbers = [number for (number,) in stock.rows("SELECT number FROM folio_document WHERE kind = 'invoice'")]
    assert sorted(map(int, map(str, numbers))) == list(range(1, CLIENTS + 1))
