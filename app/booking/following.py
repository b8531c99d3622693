"""A guest who is reached at another mail from now on, and their bookings with them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update

from app.booking.forgetting import close_links
from app.booking.models import Booking
from app.booking.operations.readdressing import confirm_to
from app.booking.waitlist.models import WaitlistEntry
from app.booking.waitlist.rules import LIVE, OWNER
from app.identity.operations import MailMoved
from app.identity.operations import change_mail as change_own_mail
from app.outbox import redirect_messages
from app.store import db, transaction, write

_booking, _entry = Booking.__table__, WaitlistEntry.__table__


def change_mail(session_id: int, typed: str, codes: Sequence[str]) -> MailMoved | None:
    """As `identity.operations.change_mail`, and what was booked follows, all in one transaction.

    Links that went to the old address open nothing any more. What waits to be sent goes to the new one, and so does the
    mail that confirms each stay to come, with its new link. Places in the line go along.
    """

    def work() -> MailMoved | None:
        moved = change_own_mail(session_id, typed, codes)
        if moved is not None:
            close_links(moved.guest_ids)
            _take_bookings(moved)
            _take_places(moved)
        return moved

    return transaction(work)


def _take_bookings(moved: MailMoved) -> None:
    mine = select(*_booking.c).where(_booking.c.guest_id.in_(moved.guest_ids)).order_by(_booking.c.id)
    for row in db.session.execute(mine).all():
        redirect_messages("booking", row.id, moved.email)
        if row.state in ("confirmed", "in_house"):
            confirm_to(row, moved.email)


def _take_places(moved: MailMoved) -> None:
    live = select(_entry.c.id).where(_entry.c.email_lower == moved.old_lower, _entry.c.state.in_(LIVE))
    for entry_id in db.session.scalars(live.order_by(_entry.c.id).with_for_update()).all():
        new = {"email": moved.email, "email_lower": moved.email.lower(), "version": _entry.c.version + 1}
        write(update(_entry).where(_entry.c.id == entry_id).values(new))
        redirect_messages(OWNER, entry_id, moved.email)
