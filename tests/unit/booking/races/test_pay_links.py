"""Many browsers press the button of one link at once: one page, one payment."""

from __future__ import annotations

from typing import Any

import pytest

from app.booking import paying
from app.booking.paying import bookings
from app.payments.sandbox import Sandbox
from tests import stock
from tests.baskets import basket
from tests.cards import placed
from tests.cast import found
from tests.clients import CLIENTS, Meet
from tests.unit.booking.races.bunks import Sixteen

pytestmark = [pytest.mark.houses(1), pytest.mark.race]
PAGES = paying.Pages("/back", "/back", "A hut")


def sandbox() -> Sandbox:
    return Sandbox("a key", lambda session_id: f"/sandbox/{session_id}")


def press(meet: Meet, booking_id: int) -> str:
    meet()
    return paying.pay_booking(sandbox(), booking_id, 30000, PAGES)


def settle(meet: Meet, session_id: str) -> str:
    meet()
    settled = paying.settle(sandbox(), session_id)
    return settled.state if settled else "unknown"


def test_sixteen_presses_open_one_page_and_sixteen_messages_pay_once(sixteen: Sixteen) -> None:
    booking_id = placed(basket(found())).booking_id
    urls = set(sixteen(press, [(booking_id,)] * CLIENTS))
    assert len(urls) == 1
    session_id = urls.pop().rpartition("/")[2]
    sandbox().press(session_id, "works")
    assert set(sixteen(settle, [(session_id,)] * CLIENTS)) == {"paid"}
    assert stock.rows("SELECT COUNT(*), SUM(amount_minor) FROM folio_line WHERE kind = 'payment'") == [(1, -30000)]
    assert stock.rows("SELECT COUNT(*) FROM message WHERE kind = 'paid'") == [(1,)]
    assert stock.rows("SELECT COUNT(*) FROM folio_document WHERE kind = 'receipt'") == [(1,)]
    assert stock.rows("SELECT COUNT(*) FROM refund") == [(0,)]


@pytest.mark.usefixtures("app")
def test_a_page_that_opens_while_another_press_looks_for_open_ones_is_its_page_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    booking_id, looking, urls = placed(basket(found())).booking_id, bookings.open_sessions, list[str]()

    def looked(*owner: Any, **named: Any) -> list[str]:
        if not urls:
            urls.append("")
            urls.append(paying.pay_booking(sandbox(), booking_id, 30000, PAGES))
        return looking(*owner, **named)

    monkeypatch.setattr(bookings, "open_sessions", looked)
    assert paying.pay_booking(sandbox(), booking_id, 30000, PAGES) == urls[1]
    assert stock.rows("SELECT state FROM payment") == [("open",)]
