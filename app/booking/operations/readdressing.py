"""Giving one booking to somebody else.

In the journal: `readdressed`, with the ids of both guests as `before` and `after`; neither reads of the other there.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from app.booking.errors import Stale, WrongState
from app.booking.operations.changing import locked_booking, revise_link
from app.identity.operations import know_guest
from app.journal import record
from app.kernel import clock
from app.outbox import announce, redirect_messages, send_again
from app.outbox.models import Message
from app.store import db, transaction

_message = Message.__table__


def readdress_booking(
    booking_id: int, *, name: str, email: str | None, phone: str | None, seen_guest_id: int | None, by: int | None
) -> int:
    """The booking is this person's, found or made by mail and name; answers their id. Their other bookings stay whose
    they are.

    The secret link of before opens nothing any more. What waits to be sent goes to the new address, and so does the
    mail that confirms the booking; without an address nothing more is sent. Raises `WrongState` unless the booking is
    confirmed or in house, and `Stale` when it is not `seen_guest_id`'s any more. The same person again changes nothing.
    """

    def work() -> int:
        row = locked_booking(booking_id)
        if row.state not in ("confirmed", "in_house"):
            raise WrongState(row.state)
        if row.guest_id != seen_guest_id:
            raise Stale
        now = clock.now()
        guest_id = know_guest(name, email, phone, row.language, now)
        if guest_id == row.guest_id:
            return guest_id
        revise_link(row, guest_id=guest_id)
        redirect_messages("booking", booking_id, email)
        if email:
            confirm_to(row, email)
        noted: dict[str, Any] = {"actor": "staff", "actor_id": by, "location_id": row.location_id, "at": now}
        record("readdressed", "booking", booking_id, **noted, before=row.guest_id, after=guest_id)
        return guest_id

    return transaction(work)


def confirm_to(row: Any, email: str) -> None:
    """The mail that confirms the booking goes to this address, once more where it went before."""
    mine = (_message.c.subject == "booking", _message.c.subject_id == row.id, _message.c.kind == "booked")
    sent = db.session.execute(select(func.max(_message.c.id)).where(*mine, _message.c.state != "waiting")).scalar_one()
    if sent is not None:
        send_again(sent, email)
    elif db.session.execute(select(_message.c.id).where(*mine)).first() is None:
        facts = {"reference": row.reference, "quote_id": row.quote_id}
        announce("booked", "booking", row.id, email, facts, language=row.language)
