"""Bookings that are paid by card in tests, without a provider: the row says that the money came."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, insert, select

from app.booking import operations as booking
from app.booking.models import FolioLine
from app.booking.operations import Placed
from app.booking.operations.records import write_payment_line
from app.booking.rules import Basket
from app.inventory.models import Allotment
from app.kernel import clock
from app.payments.models import Payment, Refund
from app.pricing.models import Quote
from app.store import db, transaction, write
from tests import cast

ANNA = {"name": "Anna Whitlock", "email": "anna@example.com"}


def captured(owner: str, owner_id: int, amount_minor: int, attempt: int = 1) -> int:
    """The id of a payment whose money has come."""
    row = {
        "idempotency_key": f"{owner}:{owner_id}-test-{attempt}",
        "provider": "test",
        "owner": owner,
        "owner_id": owner_id,
        "purpose": "stay",
        "attempt": attempt,
        "amount_minor": amount_minor,
        "currency": "GBP",
        "state": "captured",
        "asked_at": clock.now(),
        "settled_at": clock.now(),
    }
    return transaction(lambda: int(write(insert(Payment.__table__).returning(Payment.id), row).scalar_one()))


def placed(basket: Basket, details: dict[str, str] | None = None) -> Placed:
    """The basket is booked, and what is due at once is paid."""
    started = booking.start_checkout(basket)
    booking.keep_details(started.checkout_id, details or ANNA)
    due = db.session.execute(select(Quote.due_now_minor).where(Quote.id == started.quote_id)).scalar_one()
    payment_id = captured("checkout", started.checkout_id, due) if due else None
    return booking.place_booking(started.checkout_id, started.total_minor, payment_id)


def paid(booking_id: int, amount_minor: int, attempt: int = 1) -> None:
    """The guest has paid by a link."""
    payment_id = captured("booking", booking_id, amount_minor, attempt)
    transaction(lambda: write_payment_line(booking_id, payment_id, amount_minor, "GBP", clock.now()))


def balance(booking_id: int) -> int:
    """Of the folio, in minor units: above nothing the guest owes."""
    db.session.rollback()
    total = select(func.coalesce(func.sum(FolioLine.amount_minor), 0)).where(FolioLine.booking_id == booking_id)
    return int(db.session.execute(total).scalar_one())


def taken(slug: str, night: date) -> int:
    """How many of a resource of the first house are taken."""
    db.session.rollback()
    resource = cast.found().resources[slug]
    held = select(Allotment.taken).where(Allotment.resource_id == resource, Allotment.night == night)
    return int(db.session.execute(held).scalar_one())


def folio(booking_id: int) -> list[tuple[str, int]]:
    """(label, amount) of every line, in order."""
    lines = select(FolioLine.label, FolioLine.amount_minor).where(FolioLine.booking_id == booking_id)
    return [tuple(row) for row in db.session.execute(lines.order_by(FolioLine.id))]


def asked_back() -> list[tuple[int, str]]:
    """(amount, reason) of every refund, in order."""
    db.session.rollback()
    return [tuple(row) for row in db.session.execute(select(Refund.amount_minor, Refund.reason).order_by(Refund.id))]
