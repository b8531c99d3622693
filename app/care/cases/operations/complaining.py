"""Opening a case, whatever it came from, and saying later which booking it is about."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from app.booking.models import Booking
from app.care.cases.models import Case
from app.care.cases.operations.opening import Caller, Opening, open_case
from app.care.cases.operations.records import change, locked
from app.care.cases.rules import SOURCES
from app.identity.models import Guest
from app.kernel import clock
from app.kernel.errors import Invalid
from app.store import db, transaction

_case = Case.__table__
_NO_SOURCE = "Cases come from somewhere else."


def complain(
    source: str,
    source_id: int,
    booking_id: int,
    title: str,
    words: str = "",
    *,
    actor: str = "guest",
    by: int | None = None,
) -> datetime:
    """The booking's house has a case with its guest, as `open_case`; `source` is one of `SOURCES`, and with `source_id`
    names the row that it came from. `title` names nobody. It was the member of staff `by` who complained, else `actor`.
    Raises `Invalid` for another source.
    """
    if source not in SOURCES:
        raise Invalid(_NO_SOURCE)

    def work() -> datetime:
        booking = db.session.execute(
            select(Booking.guest_id, Booking.location_id).where(Booking.id == booking_id)
        ).one()
        opening = Opening(source, source_id, booking_id, booking.guest_id, booking.location_id, title, words)
        return open_case(opening, actor="staff" if by else actor, by=by)

    return transaction(work)


def complain_unbooked(
    source: str, source_id: int, location_id: int, title: str, words: str, *, caller: Caller, by: int | None = None
) -> datetime:
    """The house has a case with whoever complained, as `complain`, though nobody knows the booking. A guest who is
    known by that mail is the case's guest: as long as it is open nobody sends them offers. Raises `Invalid` for another
    source."""
    if source not in SOURCES:
        raise Invalid(_NO_SOURCE)

    def work() -> datetime:
        guest_id = _guest_of(caller.email) if caller.email else None
        opening = Opening(source, source_id, None, guest_id, location_id, title, words, caller)
        return open_case(opening, actor="staff" if by else "guest", by=by)

    return transaction(work)


def name_booking(source: str, source_id: int, booking_id: int, *, by: int) -> bool:
    """The case that came from this is about that booking and its guest; one that knows its booking keeps it. False, and
    nothing is done, where there is no such case. Part of a transaction around."""

    def work() -> bool:
        mine = (_case.c.subject == source, _case.c.subject_id == source_id)
        case_id = db.session.execute(select(_case.c.id).where(*mine)).scalar()
        if case_id is None:
            return False
        row = locked(case_id)
        if row.booking_id is None:
            guest_id = db.session.execute(select(Booking.guest_id).where(Booking.id == booking_id)).scalar_one()
            values = {"booking_id": booking_id, "guest_id": guest_id}
            change(row, "case_booking_named", clock.now(), by=by, values=values, booking=booking_id)
        return True

    return transaction(work)


def _guest_of(mail: str) -> int | None:
    """The newest guest with that mail, or whoever they were found to be."""
    same = (Guest.email_lower == mail.lower(), Guest.erased_at.is_(None))
    newest = select(func.coalesce(Guest.merged_into_id, Guest.id)).where(*same).order_by(Guest.id.desc()).limit(1)
    found: int | None = db.session.execute(newest).scalar()
    return found
