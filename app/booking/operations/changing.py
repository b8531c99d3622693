"""What every change of a placed booking begins and ends with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from app.booking.errors import NoSuchBooking, Stale
from app.booking.models import Booking
from app.identity.models import Guest
from app.outbox import announce
from app.payments import Asked
from app.pricing.models import Quote
from app.pricing.operations import keep_quote
from app.pricing.rules import Dues, Line
from app.store import db, write

_booking = Booking.__table__
_LOCKED = select(*_booking.c).where(_booking.c.id == bindparam("booking")).with_for_update(key_share=True)


def locked_booking(booking_id: int, seen_revision: int | None = None) -> Any:
    """The booking's row, ours until the transaction ends: a booking is locked before counters, everywhere.

    Lines of its folio may still be written by others. Raises `NoSuchBooking`, and `Stale` on another revision than
    `seen_revision`.
    """
    row = db.session.execute(_LOCKED, {"booking": booking_id}).one_or_none()
    if row is None:
        raise NoSuchBooking
    if seen_revision is not None and row.revision != seen_revision:
        raise Stale
    return row


def revise(row: Any, **columns: Any) -> int:
    """The booking has these columns and the next revision, which is answered."""
    revision: int = row.revision + 1
    write(update(_booking).where(_booking.c.id == row.id).values(revision=revision, **columns))
    return revision


def revise_link(row: Any, **columns: Any) -> None:
    """The booking has these columns, and the secret links that went out before open nothing any more."""
    write(update(_booking).where(_booking.c.id == row.id).values(version=row.version + 1, **columns))


def requote(
    row: Any,
    lines: Sequence[Line],
    *,
    dues: Dues | None = None,
    policy: str | None = None,
    free_until_at: datetime | None,
    at: datetime,
    location_id: int | None = None,
) -> int:
    """The id of a new quote with these lines, under the version of the terms that was agreed to; of another house where
    `location_id` names one.

    Without `dues` the rest is asked for when it was to be; without `policy` the words stay.
    """
    agreed = db.session.execute(
        select(Quote.policy, Quote.terms_version, Quote.balance_on).where(Quote.id == row.quote_id)
    ).one()
    dues = dues or Dues(0, agreed.balance_on)
    return keep_quote(
        location_id or row.location_id,
        row.currency,
        lines,
        due_now_minor=dues.now_minor,
        balance_on=dues.balance_on,
        policy=policy or agreed.policy,
        free_until_at=free_until_at,
        terms_version=agreed.terms_version,
        made_at=at,
    )


def tell(row: Any, kind: str, facts: dict[str, Any], occasion: str) -> None:
    """A guest with an address is told by mail."""
    if row.guest_id is None:
        return
    email = db.session.execute(select(Guest.email).where(Guest.id == row.guest_id)).scalar_one()
    if email:
        told = {"reference": row.reference, **facts}
        announce(kind, "booking", row.id, email, told, occasion=occasion, language=row.language)


def total_asked(asked: Sequence[Asked]) -> int:
    """What is on its way back, in minor units."""
    return sum(one.amount_minor for one in asked)


def span_of(stays: Sequence[Any]) -> tuple[date, date]:
    """From the first arrival to the last departure of rows of stays."""
    return min(stay.arrival_on for stay in stays), max(stay.departure_on for stay in stays)
