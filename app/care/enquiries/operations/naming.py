"""What the desk finds out about an enquiry: which booking it is about, and that it is a complaint."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.booking.models import Booking
from app.care.cases import name_booking
from app.care.enquiries.errors import BookingKnown
from app.care.enquiries.models import EnquiryMessage
from app.care.enquiries.operations.asking import Asked, open_its_case
from app.care.enquiries.operations.noticing import running_notice
from app.care.enquiries.operations.records import SUBJECT, change, locked
from app.care.enquiries.rules import GUEST
from app.kernel import clock
from app.kernel.errors import Invalid
from app.store import db, transaction

_message = EnquiryMessage.__table__


def tie_to_booking(enquiry_id: int, booking_id: int, *, seen_revision: int, by: int) -> None:
    """The enquiry is about that booking of its house and its guest's from now on, and so is the case of a complaint,
    which is opened where there is none; while a notice runs that the guest was told of, it is about that.

    Of two who say it at once one does. Raises `UnknownEnquiry`, `EnquiryChanged` on another revision than was seen,
    `BookingKnown` for one that is about a booking already, and `Invalid` for a booking of another house.
    """

    def work() -> None:
        row = locked(enquiry_id, seen_revision)
        if row.booking_id is not None:
            raise BookingKnown
        mine = (Booking.id == booking_id, Booking.location_id == row.location_id)
        booking = db.session.execute(select(Booking.id, Booking.guest_id).where(*mine)).one_or_none()
        if booking is None:
            raise Invalid("Choose a booking of this house.")
        values = {"booking_id": booking.id, "guest_id": booking.guest_id}
        values["notice_id"] = row.notice_id or running_notice(booking.id)
        change(row, "enquiry_booking_named", clock.now(), by=by, values=values, booking=booking.id)
        if row.complaint and not name_booking(SUBJECT, enquiry_id, booking.id, by=by):
            open_its_case(enquiry_id, _asked(row), booking.id, by=by)

    transaction(work)


def call_complaint(enquiry_id: int, *, seen_revision: int, by: int) -> None:
    """The enquiry is a complaint, whatever whoever asked ticked, and has a case; one that is a complaint stays as it
    is. Raises `UnknownEnquiry`, and `EnquiryChanged` on another revision than was seen."""

    def work() -> None:
        row = locked(enquiry_id, seen_revision)
        if not row.complaint:
            change(row, "enquiry_complaint", clock.now(), by=by, values={"complaint": True})
            open_its_case(enquiry_id, _asked(row), row.booking_id, by=by)

    transaction(work)


def _asked(row: Any) -> Asked:
    """The enquiry as it was asked."""
    mail, words = row.email or "", _first_words(row.id)
    return Asked(row.location_id, row.theme, words, complaint=True, name=row.name, email=mail, phone=row.phone)


def _first_words(enquiry_id: int) -> str:
    theirs = (_message.c.enquiry_id == enquiry_id, _message.c.side == GUEST)
    return db.session.execute(select(_message.c.words).where(*theirs).order_by(_message.c.id).limit(1)).scalar() or ""
