"""Mailing the guest the way to pay what is owed.

In the journal: `pay_link_sent`, with `due_minor`.
"""

from __future__ import annotations

from sqlalchemy import select

from app.booking.cancellation import purse_of
from app.booking.errors import NothingDue, WrongState
from app.booking.operations.changing import locked_booking
from app.booking.reception.errors import NoAddress
from app.identity.models import Guest
from app.journal import record
from app.kernel import clock
from app.outbox import announce_once
from app.store import db, transaction


def mail_pay_link(booking_id: int, *, by: int) -> None:
    """The guest gets a mail with the link to pay all that is owed now; pressed twice in a minute it is one mail.

    Raises `NothingDue`, `NoAddress`, and `WrongState` unless they are to come or in the house.
    """

    def work() -> None:
        row, now = locked_booking(booking_id), clock.now()
        owed = purse_of(booking_id).due_minor
        if row.state not in ("confirmed", "in_house"):
            raise WrongState(row.state)
        if owed <= 0:
            raise NothingDue
        address = db.session.execute(select(Guest.email).where(Guest.id == row.guest_id)).scalar_one_or_none()
        if not address:
            raise NoAddress
        facts = {"reference": row.reference, "amount_minor": owed}
        occasion = f"desk {now:%Y-%m-%dT%H:%M}"
        if announce_once("balance", "booking", row.id, address, facts, occasion=occasion, language=row.language):
            record(
                "pay_link_sent",
                "booking",
                row.id,
                actor="staff",
                actor_id=by,
                location_id=row.location_id,
                at=now,
                due_minor=owed,
            )

    transaction(work)
