"""Enquiries as a desk, and a guest, need to see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from app.booking.models import Booking
from app.care.enquiries.models import Enquiry, EnquiryMessage
from app.care.enquiries.rules import FORM, GUEST, NOTE, THREAD
from app.care.notices.models import Notice, NoticeTouch
from app.care.notices.rules import BOOKING
from app.identity.models import Guest
from app.identity.staff.models import Staff
from app.store import db

_enquiry, _message, _notice = Enquiry.__table__, EnquiryMessage.__table__, Notice.__table__
_touch = NoticeTouch.__table__


@dataclass(frozen=True, slots=True)
class HouseEnquiry:
    """An enquiry of a house with whose it is; empty words where nothing is known. `words` are the guest's last."""

    id: int
    location_id: int
    channel: str
    theme: str
    complaint: bool
    revision: int
    opened_at: datetime
    waiting_since: datetime | None
    first_answer_at: datetime | None
    closed_at: datetime | None
    notice_id: int | None
    notice_title: str
    owner_id: int | None
    owner_name: str
    booking_id: int | None
    reference: str
    guest_id: int | None
    name: str
    email: str
    phone: str
    words: str


@dataclass(frozen=True, slots=True)
class Said:
    """One message: which side wrote it, and of the house who."""

    id: int
    enquiry_id: int
    side: str
    words: str
    written_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of a house's enquiries wait for an answer, and since when the first one does."""

    count: int
    since: datetime


def waiting_enquiries(
    location_id: int, *, theme: str = "", notice_id: int | None = None, most: int
) -> list[HouseEnquiry]:
    """What a house owes an answer to; who waits longest stands first; one statement."""
    mine = (*_of(location_id, theme, notice_id), _enquiry.c.waiting_since.is_not(None))
    return _found(_shown().where(*mine).order_by(_enquiry.c.waiting_since, _enquiry.c.id).limit(most))


def open_enquiries(location_id: int, *, theme: str = "", notice_id: int | None = None, most: int) -> list[HouseEnquiry]:
    """What is answered and not closed, the oldest first; one statement."""
    mine = (*_of(location_id, theme, notice_id), _enquiry.c.waiting_since.is_(None), _enquiry.c.closed_at.is_(None))
    return _found(_shown().where(*mine).order_by(_enquiry.c.opened_at, _enquiry.c.id).limit(most))


def closed_enquiries(
    location_id: int, *, theme: str = "", notice_id: int | None = None, most: int
) -> list[HouseEnquiry]:
    """What is closed, the newest first; one statement."""
    mine = (*_of(location_id, theme, notice_id), _enquiry.c.closed_at.is_not(None))
    return _found(_shown().where(*mine).order_by(_enquiry.c.closed_at.desc(), _enquiry.c.id.desc()).limit(most))


def enquiry_of(location_id: int, enquiry_id: int) -> HouseEnquiry | None:
    """An enquiry of that house; None where it has none with this id."""
    return next(iter(_found(_shown().where(_enquiry.c.id == enquiry_id, _enquiry.c.location_id == location_id))), None)


def enquiry_in(enquiry_id: int) -> HouseEnquiry | None:
    """An enquiry of whatever house; None where there is none with this id."""
    return next(iter(_found(_shown().where(_enquiry.c.id == enquiry_id))), None)


def messages_of(enquiry_id: int) -> list[Said]:
    """Everything that was said, in order, notes among it; one statement."""
    return _said(_message.c.enquiry_id == enquiry_id)


def thread_of(booking_id: int) -> list[Said]:
    """What a booking's guest and the house wrote to each other, in order; never notes, nor calls; one statement."""
    written = (_enquiry.c.booking_id == booking_id, _enquiry.c.channel.in_((THREAD, FORM)))
    return _said(_message.c.enquiry_id.in_(select(_enquiry.c.id).where(*written)), _message.c.side != NOTE)


def answer_of(enquiry_id: int, message_id: int) -> tuple[str, str] | None:
    """(words, who wrote them) of an answer; None where there is none, or it was forgotten."""
    row = db.session.execute(
        select(_message.c.words, func.coalesce(Staff.name, ""))
        .outerjoin(Staff, Staff.id == _message.c.staff_id)
        .where(_message.c.id == message_id, _message.c.enquiry_id == enquiry_id, _message.c.words != "")
    ).one_or_none()
    return (row[0], row[1]) if row else None


def waiting_by_house(location_ids: Sequence[int]) -> dict[int, Waiting]:
    """Of each of these houses at which anybody waits for an answer, how many and since when; one statement."""
    since = func.min(_enquiry.c.waiting_since)
    rows = db.session.execute(
        select(_enquiry.c.location_id, func.count(), since)
        .where(_enquiry.c.location_id.in_(list(location_ids)), _enquiry.c.waiting_since.is_not(None))
        .group_by(_enquiry.c.location_id)
    )
    return {place: Waiting(int(count), first) for place, count, first in rows}


def enquiries_about(notice_id: int) -> dict[str, int]:
    """How many enquiries are about a notice, by theme, the most first; one statement."""
    rows = db.session.execute(
        select(_enquiry.c.theme, func.count())
        .where(_enquiry.c.notice_id == notice_id)
        .group_by(_enquiry.c.theme)
        .order_by(func.count().desc(), _enquiry.c.theme)
    )
    return {theme: int(count) for theme, count in rows}


def notices_to_ask_about(location_id: int, booking_id: int | None, *, most: int = 20) -> list[tuple[int, str]]:
    """(id, title) of the notices that an enquiry of a house may be about, also those that touched its booking, the
    newest first; one statement."""
    touches = (
        select(_touch.c.id)
        .where(_touch.c.notice_id == _notice.c.id, _touch.c.subject == BOOKING, _touch.c.subject_id == booking_id)
        .exists()
    )
    rows = db.session.execute(
        select(_notice.c.id, _notice.c.title)
        .where(_notice.c.announced_at.is_not(None), or_(_notice.c.location_id == location_id, touches))
        .order_by(_notice.c.announced_at.desc(), _notice.c.id.desc())
        .limit(most)
    )
    return [(row.id, row.title) for row in rows]


def _of(location_id: int, theme: str, notice_id: int | None) -> list[ColumnElement[bool]]:
    mine: list[ColumnElement[bool]] = [_enquiry.c.location_id == location_id]
    mine += [_enquiry.c.theme == theme] if theme else []
    return [*mine, _enquiry.c.notice_id == notice_id] if notice_id is not None else mine


def _shown() -> Select[Any]:
    newest = (
        select(_message.c.words)
        .where(_message.c.enquiry_id == _enquiry.c.id, _message.c.side == GUEST)
        .order_by(_message.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            _enquiry.c.id, _enquiry.c.location_id, _enquiry.c.channel, _enquiry.c.theme, _enquiry.c.complaint,
            _enquiry.c.revision, _enquiry.c.opened_at, _enquiry.c.waiting_since, _enquiry.c.first_answer_at,
            _enquiry.c.closed_at, _enquiry.c.notice_id, func.coalesce(_notice.c.title, ""), _enquiry.c.owner_id,
            func.coalesce(Staff.name, ""),
            _enquiry.c.booking_id, func.coalesce(Booking.reference, ""), _enquiry.c.guest_id,
            func.coalesce(func.nullif(_enquiry.c.name, ""), Guest.name, ""),
            func.coalesce(_enquiry.c.email, Guest.email, ""),
            func.coalesce(func.nullif(_enquiry.c.phone, ""), Guest.phone, ""), func.coalesce(newest, ""),
        )
        .outerjoin(Booking, Booking.id == _enquiry.c.booking_id)
        .outerjoin(Guest, Guest.id == func.coalesce(_enquiry.c.guest_id, Booking.guest_id))
        .outerjoin(_notice, _notice.c.id == _enquiry.c.notice_id)
        .outerjoin(Staff, Staff.id == _enquiry.c.owner_id)
    )  # fmt: skip


def _found(query: Select[Any]) -> list[HouseEnquiry]:
    rows: Iterable[Any] = db.session.execute(query)
    return [HouseEnquiry(*row) for row in rows]


def _said(*mine: ColumnElement[bool]) -> list[Said]:
    rows: Iterable[Any] = db.session.execute(
        select(
            _message.c.id, _message.c.enquiry_id, _message.c.side, _message.c.words, _message.c.written_at,
            func.coalesce(Staff.name, ""),
        )
        .outerjoin(Staff, Staff.id == _message.c.staff_id)
        .where(*mine)
        .order_by(_message.c.id)
    )  # fmt: skip
    return [Said(*row) for row in rows]
