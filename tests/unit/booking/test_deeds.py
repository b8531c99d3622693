"""What happened to a booking, from its journal and its mails, the same on both engines."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import update

from app.booking import operations as booking
from app.booking.deeds import WROTE, history_of
from app.kernel import clock
from app.outbox.models import Message
from app.store import db, transaction, write
from tests import cast
from tests.baskets import basket
from tests.cards import placed
from tests.statements import counted

pytestmark = pytest.mark.houses(1)


def test_deeds_and_sent_mails_in_order_with_their_facts_by_one_statement(app: Flask) -> None:
    booking_id = placed(basket(cast.found(), "garden")).booking_id
    other = placed(basket(cast.found(), "snug")).booking_id
    booking.cancel_booking(booking_id)
    sent = update(Message).where(Message.kind == "booked").values(state="sent", sent_at=clock.now())
    transaction(lambda: write(sent))
    db.session.rollback()
    with counted() as statements:
        history = history_of(booking_id)
    assert len(statements.reads) == 1
    assert [(deed.action, deed.kind) for deed in history] == [("booked", ""), ("cancelled", ""), (WROTE, "booked")]
    assert (history[1].facts["refund_minor"], history[1].facts["parts"]) == (0, [0])
    assert [deed.action for deed in history_of(other)] == ["booked", WROTE]
    assert history[0].at.tzinfo is not None
