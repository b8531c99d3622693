"""A booking as it was when it was announced, from rows that never change."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.booking.models import Booking, Checkout
from app.booking.queries import PlacedBooking
from app.booking.rules import Basket, basket_from_json
from app.kernel.stay import Stay
from app.pricing.rules import Line
from app.store import db


def basket_at(booking: PlacedBooking, quote_id: int) -> Basket | None:
    """What was booked when `quote_id` was its quote: as it stands while it still is, else what the checkout held.

    None when it was changed to that and changed again since; then the quote's own lines say what was promised.
    """
    row = db.session.execute(
        select(Booking.quote_id, Checkout.quote_id.label("first_quote_id"), Checkout.choice)
        .outerjoin(Checkout, Checkout.id == Booking.checkout_id)
        .where(Booking.id == booking.id)
    ).one()
    if row.quote_id == quote_id:
        return booking.basket
    return basket_from_json(row.choice) if row.first_quote_id == quote_id else None


def nights_of_quote(lines: tuple[Line, ...]) -> Stay:
    """From the first night that a quote charges to the morning after the last."""
    nights = [line.night for line in lines if line.kind == "room" and line.night]
    return Stay.of(min(nights), (max(nights) - min(nights)).days + 1)


def due_at(booking: PlacedBooking, at: datetime) -> int:
    """The balance of the folio at an instant: above 0 the guest owed, below the house did."""
    return sum(line.amount_minor for line in booking.folio if line.written_at <= at)


def paid_at(booking: PlacedBooking, at: datetime) -> int:
    """What was paid less what was refunded until an instant."""
    return -sum(line.amount_minor for line in booking.folio if line.kind != "charge" and line.written_at <= at)
