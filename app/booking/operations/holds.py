"""A checkout's row and its hold: locked before counters, everywhere, so that two who work on it never deadlock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from app.booking.errors import AlreadyBooked, HoldLapsed, PriceChanged
from app.booking.models import Booking, Checkout
from app.booking.rules import HOLD_WHILE_PAYING, LONGEST_HOLD, LONGEST_HOLD_FOR_CALLER
from app.inventory import operations as inventory
from app.kernel.errors import Refused
from app.pricing.models import Quote
from app.promotions.operations import prolong
from app.store import db, write
from app.store.version import raise_versions, stock_of

OWNER = "checkout"
_checkout = Checkout.__table__


def locked(checkout_id: int) -> Any:
    """The checkout's row, held until the transaction ends. Raises `AlreadyBooked`, or `Refused` when there is none."""
    row = db.session.execute(select(*_checkout.c).where(_checkout.c.id == checkout_id).with_for_update()).one_or_none()
    if row is None:
        raise Refused("There is no such checkout.", "unknown")
    if row.state == "booked":
        raise AlreadyBooked(
            db.session.execute(select(Booking.id).where(Booking.checkout_id == checkout_id)).scalar_one()
        )
    return row


def require_price(quote_id: int, seen_minor: int) -> None:
    """Raises `PriceChanged` unless the quote's total is what the guest saw."""
    total = total_of(quote_id)
    if total != seen_minor:
        raise PriceChanged(seen_minor, total)


def total_of(quote_id: int) -> int:
    """The total of a kept quote, in minor units."""
    return int(db.session.execute(select(Quote.total_minor).where(Quote.id == quote_id)).scalar_one())


def began_at(row: Any) -> datetime:
    """Since when a checkout holds its rooms: what had lapsed and was still free is held anew."""
    began: datetime = row.renewed_at or row.created_at
    return began


def payer_has_until(row: Any, now: datetime) -> datetime:
    """Until when the rooms of a checkout are held for whoever goes to pay now: past the payment page, if they go within
    an hour of the hold's beginning (72 for a caller).

    A later page adds nothing, so that nobody holds a room for ever by opening one after the other.
    """
    longest = LONGEST_HOLD_FOR_CALLER if row.source == "phone" else LONGEST_HOLD
    held_until_at: datetime = row.held_until_at
    return max(held_until_at, now + HOLD_WHILE_PAYING) if now <= began_at(row) + longest else held_until_at


def lengthen(row: Any, until: datetime, now: datetime) -> None:
    """The locked checkout holds until then. Raises `HoldLapsed`, and nothing has changed, when it had run out."""
    if not inventory.extend(OWNER, row.id, until, alive_at=now):
        raise HoldLapsed
    write(update(_checkout).where(_checkout.c.id == row.id).values(held_until_at=until))
    raise_versions([stock_of(row.location_id)])
    if row.choice.get("promotions"):
        prolong(OWNER, row.id, until)
