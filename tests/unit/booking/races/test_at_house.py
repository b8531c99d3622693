"""Many at the desk take the same money at once: one has it, the others are told."""

from __future__ import annotations

import pytest

from app.booking import operations as booking
from app.booking.errors import NothingDue
from tests import stock
from tests.baskets import basket
from tests.cards import placed
from tests.cast import found
from tests.clients import CLIENTS, Meet
from tests.unit.booking.races.bunks import Sixteen

pytestmark = [pytest.mark.houses(1), pytest.mark.race]


def take(meet: Meet, booking_id: int) -> str:
    meet()
    try:
        booking.take_payment(booking_id, 30000, "cash", None)
    except NothingDue:
        return "told"
    return "taken"


def test_sixteen_at_the_desk_take_it_once(sixteen: Sixteen) -> None:
    booking_id = placed(basket(found())).booking_id
    answers = sixteen(take, [(booking_id,)] * CLIENTS)
    assert sorted(answers) == ["taken"] + ["told"] * (CLIENTS - 1)
    assert stock.rows("SELECT COUNT(*), SUM(amount_minor) FROM folio_line WHERE kind = 'payment'") == [(1, -30000)]
    assert stock.rows("SELECT COUNT(*) FROM folio_document WHERE kind = 'receipt'") == [(1,)]
