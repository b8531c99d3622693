"""Somebody asks a house something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.booking.models import Booking
from app.care.cases import Caller, complain, complain_unbooked
from app.care.enquiries.errors import TooManyMessages
from app.care.enquiries.models import Enquiry, EnquiryMessage
from app.care.enquiries.operations.noticing import running_notice
from app.care.enquiries.operations.records import SUBJECT, change, opened, said
from app.care.enquiries.rules import AGAIN, FORM, GUEST, HOUSE, MOST_WAITING, PHONE, THREAD
from app.care.themes import THEMES
from app.identity.models import Guest
from app.kernel import clock
from app.kernel.errors import Invalid
from app.outbox import announce
from app.store import db, transaction

RECEIVED = "enquiry_received"
"""The kind of mail that says an enquiry has arrived. It repeats nothing of it: whoever typed the address may not be
whoever reads it."""

_enquiry, _message = Enquiry.__table__, EnquiryMessage.__table__


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: of which house, about what, and in which words; with the form, who wants to know. `reference` is
    what they typed as their booking's, empty for none."""

    location_id: int
    theme: str
    words: str
    complaint: bool = False
    name: str = ""
    email: str = ""
    phone: str = ""
    reference: str = ""


def ask_by_form(asked: Asked) -> int:
    """The id of the enquiry, of which its sender has a mail; the same sent again within two minutes is one.

    It belongs to a booking only where reference and mail are that booking's. A complaint is a case too, in the same
    transaction: of the booking, or of the house where there is none. While a notice runs that its guest was told of, it
    is about that. Raises `Invalid` for a theme that is not on the list.
    """
    _require_theme(asked.theme)

    def work() -> int:
        now = clock.now()
        before = _same(asked, now)
        if before is not None:
            return before
        booking = _own_booking(asked)
        place = booking.location_id if booking else asked.location_id
        values = {
            "location_id": place, "booking_id": booking and booking.id, "guest_id": booking and booking.guest_id,
            "channel": FORM, "theme": asked.theme, "complaint": asked.complaint, "name": asked.name,
            "email": asked.email, "phone": asked.phone, "notice_id": booking and running_notice(booking.id),
        }  # fmt: skip
        enquiry_id = opened(values, now, by=None)
        said(enquiry_id, GUEST, asked.words, now)
        announce(RECEIVED, SUBJECT, enquiry_id, asked.email, {"enquiry": enquiry_id})
        if asked.complaint:
            open_its_case(enquiry_id, asked, booking.id if booking else None)
        return enquiry_id

    return transaction(work)


def write_to_house(booking_id: int, theme: str, words: str, *, complaint: bool = False) -> int:
    """The id of the booking's open thread, which has these words of the guest and waits for an answer.

    A booking has one open thread however many write at once; the same words sent again within two minutes stand once.
    A complaint opens a case in the same transaction. While a notice runs that the guest was told of, the thread is
    about that. Raises `Invalid` for a theme that is not on the list, and `TooManyMessages` where twelve wait already.
    """
    _require_theme(theme)

    def work() -> int:
        now = clock.now()
        booking = db.session.execute(
            select(Booking.id, Booking.location_id, Booking.guest_id).where(Booking.id == booking_id).with_for_update()
        ).one()
        thread = _open_thread(booking_id)
        if thread is None:
            values = {
                "location_id": booking.location_id, "booking_id": booking.id, "guest_id": booking.guest_id,
                "channel": THREAD, "theme": theme, "complaint": complaint, "notice_id": running_notice(booking_id),
            }  # fmt: skip
            thread_id = opened(values | {"name": "", "phone": ""}, now, by=None)
        else:
            thread_id = int(thread.id)
            if _said_lately(thread_id, words, now):
                return thread_id
            _require_room(thread_id)
            values = {"waiting_since": thread.waiting_since or now, "complaint": thread.complaint or complaint}
            values["notice_id"] = thread.notice_id or running_notice(booking_id)
            change(thread, "enquiry_written", now, by=None, values=values)
        said(thread_id, GUEST, words, now)
        if complaint:
            complain(SUBJECT, thread_id, booking_id, title_of(theme), words)
        return thread_id

    return transaction(work)


def log_call(asked: Asked, *, by: int, booking_id: int | None = None, answer: str = "") -> int:
    """The id of what somebody on the telephone asked; the same written by one person within two minutes is one.

    With an `answer` it was answered there and then and is closed, else it waits. A complaint is a case in the same
    transaction, with a booking or without; while a notice runs that its guest was told of, the call is about that.
    Raises `Invalid` for a theme that is not on the list.
    """
    _require_theme(asked.theme)

    def work() -> int:
        now = clock.now()
        before = _same(asked, now, by)
        if before is not None:
            return before
        guest_id = notice_id = None
        if booking_id is not None:
            notice_id = running_notice(booking_id)
            guest_id = db.session.execute(select(Booking.guest_id).where(Booking.id == booking_id)).scalar_one()
        values: dict[str, Any] = {
            "location_id": asked.location_id, "booking_id": booking_id, "guest_id": guest_id, "channel": PHONE,
            "theme": asked.theme, "complaint": asked.complaint, "name": asked.name, "email": asked.email or None,
            "phone": asked.phone, "owner_id": by, "notice_id": notice_id,
        }  # fmt: skip
        if answer:
            values |= {"waiting_since": None, "first_answer_at": now, "closed_at": now}
        enquiry_id = opened(values, now, by=by)
        said(enquiry_id, GUEST, asked.words, now, by=by)
        if answer:
            said(enquiry_id, HOUSE, answer, now, by=by)
        if asked.complaint:
            open_its_case(enquiry_id, asked, booking_id, by=by)
        return enquiry_id

    return transaction(work)


def _require_theme(theme: str) -> None:
    if theme not in THEMES:
        raise Invalid("Choose a theme from the list.")


def title_of(theme: str) -> str:
    """What the case of a complaint is called, which names nobody."""
    return f"Complaint: {THEMES[theme][:1].lower()}{THEMES[theme][1:]}"


def open_its_case(enquiry_id: int, asked: Asked, booking_id: int | None, *, by: int | None = None) -> None:
    """The complaint has a case: of the booking, or of the house where nobody knows the booking. Part of a transaction
    around."""
    title = title_of(asked.theme)
    if booking_id is not None:
        complain(SUBJECT, enquiry_id, booking_id, title, asked.words, by=by)
        return
    caller = Caller(asked.name, asked.email or None, asked.phone)
    complain_unbooked(SUBJECT, enquiry_id, asked.location_id, title, asked.words, caller=caller, by=by)


def _same(asked: Asked, now: datetime, by: int | None = None) -> int | None:
    """What was asked in the same words a moment ago, with the same mail or by the same member of staff."""
    mine = _message.c.staff_id == by if by else _enquiry.c.email == asked.email
    query = (
        select(_enquiry.c.id)
        .join(_message, _message.c.enquiry_id == _enquiry.c.id)
        .where(
            mine,
            _enquiry.c.location_id == asked.location_id,
            _enquiry.c.opened_at > now - AGAIN,
            _message.c.side == GUEST,
            _message.c.words == asked.words,
        )
        .order_by(_enquiry.c.id)
        .limit(1)
    )
    found = db.session.execute(query).scalar()
    return None if found is None else int(found)


def _own_booking(asked: Asked) -> Any:
    """The booking of that reference, where the mail is its guest's."""
    if not asked.reference:
        return None
    return db.session.execute(
        select(Booking.id, Booking.location_id, Booking.guest_id)
        .join(Guest, Guest.id == Booking.guest_id)
        .where(Booking.reference == asked.reference, Guest.email_lower == asked.email.lower())
    ).one_or_none()


def _open_thread(booking_id: int) -> Any:
    mine = (_enquiry.c.booking_id == booking_id, _enquiry.c.channel == THREAD, _enquiry.c.closed_at.is_(None))
    return db.session.execute(select(_enquiry).where(*mine).with_for_update()).one_or_none()


def _said_lately(enquiry_id: int, words: str, now: datetime) -> bool:
    newest = select(_message.c.words, _message.c.side, _message.c.written_at).where(_message.c.enquiry_id == enquiry_id)
    row = db.session.execute(newest.order_by(_message.c.id.desc()).limit(1)).one_or_none()
    return row is not None and (row.side, row.words) == (GUEST, words) and row.written_at > now - AGAIN


def _require_room(enquiry_id: int) -> None:
    """Messages since the house's last are not too many."""
    mine = _message.c.enquiry_id == enquiry_id
    answered = select(func.coalesce(func.max(_message.c.id), 0)).where(mine, _message.c.side == HOUSE).scalar_subquery()
    waiting = select(func.count()).where(mine, _message.c.side == GUEST, _message.c.id > answered)
    if db.session.execute(waiting).scalar_one() >= MOST_WAITING:
        raise TooManyMessages
