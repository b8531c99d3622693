"""Payments that the house takes itself: on the folio, with a receipt and a name, and never more than is owed."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.booking import operations as booking
from app.booking.documents import documents_of
from app.booking.errors import MoreThanDue, NothingDue, Stale, WrongState
from app.insight import verify
from app.journal.models import Entry
from app.kernel.errors import Invalid
from app.store import db
from tests.baskets import basket
from tests.cards import asked_back, balance, folio, placed
from tests.cast import found
from tests.staffing import hired

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]


def hut() -> int:
    """A booking of 300 pounds that is owed at the house."""
    return placed(basket(found())).booking_id


def faults() -> list[str]:
    db.session.rollback()
    return [result.detail for result in verify.run() if not result.ok]


def test_a_payment_at_the_house_stands_on_the_folio_with_a_receipt_and_a_name() -> None:
    booking_id, staff_id = hut(), hired("reception")
    booking.take_payment(booking_id, 10000, "cash", staff_id)
    booking.take_payment(booking_id, 20000, "card_machine", staff_id)
    assert folio(booking_id)[-2:] == [("Paid in cash", -10000), ("Paid on the card machine", -20000)]
    assert balance(booking_id) == 0
    receipts = [(one.kind, one.amount_minor, one.facts["received"]) for one in documents_of(booking_id)]
    assert receipts == [("receipt", 10000, "Paid in cash"), ("receipt", 20000, "Paid on the card machine")]
    told = db.session.scalars(select(Entry).where(Entry.action == "paid").order_by(Entry.id)).all()
    assert [(one.actor, one.actor_id, one.facts["method"]) for one in told] == [
        ("staff", staff_id, "cash"),
        ("staff", staff_id, "card_machine"),
    ]
    assert faults() == []


def test_no_more_is_taken_than_is_owed() -> None:
    booking_id = hut()
    with pytest.raises(MoreThanDue) as refused:
        booking.take_payment(booking_id, 30001, "cash", None)
    assert refused.value.due_minor == 30000
    booking.take_payment(booking_id, 30000, "bank_transfer", None)
    with pytest.raises(NothingDue):
        booking.take_payment(booking_id, 1, "cash", None)
    assert balance(booking_id) == 0


@pytest.mark.parametrize(("amount", "method"), [(100, "cheque"), (0, "cash"), (-100, "cash")])
def test_what_is_no_payment_is_not_taken(amount: int, method: str) -> None:
    booking_id = hut()
    with pytest.raises(Invalid):
        booking.take_payment(booking_id, amount, method, None)
    assert balance(booking_id) == 30000


def test_whoever_saw_an_older_folio_takes_nothing() -> None:
    booking_id = hut()
    seen = booking.last_line(booking_id)
    booking.take_payment(booking_id, 100, "cash", None, seen_line=seen)
    with pytest.raises(Stale):
        booking.take_payment(booking_id, 100, "cash", None, seen_line=seen)
    assert balance(booking_id) == 29900


def test_nothing_is_taken_for_a_booking_that_is_over() -> None:
    booking_id = hut()
    booking.cancel_booking(booking_id)
    with pytest.raises(WrongState):
        booking.take_payment(booking_id, 100, "cash", None)


def test_what_was_paid_at_the_house_is_not_asked_back_from_a_provider() -> None:
    """A booking that is cancelled afterwards leaves it as the guest's credit, until somebody hands it back."""
    booking_id = hut()
    booking.take_payment(booking_id, 10000, "cash", None)
    booking.cancel_booking(booking_id)
    assert asked_back() == []
    assert balance(booking_id) == -10000
    assert faults() == []
