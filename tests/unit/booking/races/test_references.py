"""An agent's system sends the same booking several times at once: it is one booking, on either engine."""

from __future__ import annotations

import pytest

from app.booking import operations as booking
from app.booking.rules import Deal, Details
from app.inventory import SoldOut
from tests import stock
from tests.baskets import basket
from tests.cast import found
from tests.clients import CLIENTS, Meet
from tests.unit.booking.races.bunks import Sixteen

pytestmark = [pytest.mark.houses(1), pytest.mark.race]


def book(meet: Meet, room_type: str) -> tuple[str, bool]:
    chosen = basket(found(), room_type)
    deal = Deal(1, channel="Slow Stays", commission_bp=1000, outside_reference="SL-77")
    meet()
    placed = booking.book_for(chosen, Details("Ida Holt", "ida@example.org"), source="agent", deal=deal)
    return placed.reference, placed.new


@pytest.mark.parametrize("room_type", ["snug", "shepherds-hut"])
def test_one_reference_is_one_booking(sixteen: Sixteen, room_type: str) -> None:
    """Also where it takes the last room: those who find it taken find their own booking."""
    answers = sixteen(book, [(room_type,)] * CLIENTS)
    assert len({reference for reference, _ in answers}) == 1
    assert sum(new for _, new in answers) == 1
    assert stock.rows("SELECT COUNT(*) FROM booking") == [(1,)]
    assert stock.rows("SELECT COUNT(*) FROM message") == [(1,)]
    assert not stock.faults()


def unguarded(meet: Meet, number: int) -> str:
    """The negative control: a reference of each one's own, so that nothing holds them together."""
    chosen = basket(found(), "snug")
    meet()
    deal = Deal(1, channel="Slow Stays", outside_reference=f"SL-{number}")
    try:
        return booking.book_for(chosen, Details("Ida Holt"), source="agent", deal=deal).reference
    except SoldOut:
        return "sold out"


def test_without_one_reference_they_are_several(sixteen: Sixteen) -> None:
    answers = sixteen(unguarded, [(number,) for number in range(CLIENTS)])
    assert len(set(answers) - {"sold out"}) == 3, "as many as there are rooms"
