"""What a house does about an enquiry."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.booking.models import Booking
from app.care.enquiries.errors import EnquiryClosed, NoAddress
from app.care.enquiries.operations.records import SUBJECT, change, locked, said
from app.care.enquiries.rules import HOUSE, NOTE, PHONE
from app.care.themes import THEMES
from app.identity.models import Guest
from app.kernel import clock
from app.kernel.errors import Invalid
from app.outbox import announce
from app.store import db, transaction

ANSWER = "enquiry_answer"
"""The kind of mail that carries a house's answer."""


def answer(enquiry_id: int, words: str, *, seen_revision: int, by: int, close: bool = False) -> None:
    """Whoever asked is answered, by one mail; whoever answers has the enquiry if nobody had. With `close` it is closed.

    Somebody who rang and left no address was told on the telephone: the words are kept, no mail goes. Raises
    `UnknownEnquiry`, `EnquiryChanged` on another revision than was seen (of two who answer at once the later gets it,
    and nothing is sent twice), `EnquiryClosed`, and `NoAddress` where nobody can write back.
    """

    def work() -> None:
        row, now = locked(enquiry_id, seen_revision), clock.now()
        if row.closed_at is not None:
            raise EnquiryClosed
        message_id = said(enquiry_id, HOUSE, words, now, by=by)
        mail, language = _address(row)
        if mail:
            facts = {"enquiry": enquiry_id, "message": message_id}
            announce(ANSWER, SUBJECT, enquiry_id, mail, facts, occasion=str(message_id), language=language)
        elif row.channel != PHONE:
            raise NoAddress
        values: dict[str, Any] = {"waiting_since": None, "owner_id": row.owner_id or by}
        values["first_answer_at"] = row.first_answer_at or now
        if close:
            values["closed_at"] = now
        change(row, "enquiry_answered", now, by=by, values=values, closed=close)

    transaction(work)


def close_enquiry(enquiry_id: int, *, seen_revision: int, by: int) -> None:
    """There is nothing more to answer; one that nobody answered has no response time. Closed twice it is closed.

    Raises `UnknownEnquiry` and `EnquiryChanged`.
    """

    def work() -> None:
        row, now = locked(enquiry_id, seen_revision), clock.now()
        if row.closed_at is None:
            change(row, "enquiry_closed", now, by=by, values={"closed_at": now, "waiting_since": None})

    transaction(work)


def give_enquiry(enquiry_id: int, owner_id: int | None, *, seen_revision: int, by: int) -> None:
    """That member of staff has the enquiry, or nobody (None). Raises `UnknownEnquiry` and `EnquiryChanged`."""

    def work() -> None:
        row = locked(enquiry_id, seen_revision)
        if row.owner_id != owner_id:
            facts = {"before": row.owner_id, "after": owner_id}
            change(row, "enquiry_given", clock.now(), by=by, values={"owner_id": owner_id}, **facts)

    transaction(work)


def relabel_enquiry(enquiry_id: int, theme: str, *, seen_revision: int, by: int) -> None:
    """The enquiry is about this theme. Raises `UnknownEnquiry`, `EnquiryChanged`, and `Invalid` for a theme that is not
    on the list."""
    if theme not in THEMES:
        raise Invalid("Choose a theme from the list.")

    def work() -> None:
        row = locked(enquiry_id, seen_revision)
        if row.theme != theme:
            values = {"theme": theme}
            change(row, "enquiry_relabelled", clock.now(), by=by, values=values, before=row.theme, after=theme)

    transaction(work)


def note_enquiry(enquiry_id: int, words: str, *, by: int) -> None:
    """A note for those at the desk; whoever asked never reads it. Raises `UnknownEnquiry`."""

    def work() -> None:
        row, now = locked(enquiry_id), clock.now()
        said(enquiry_id, NOTE, words, now, by=by)
        change(row, "enquiry_noted", now, by=by, values={})

    transaction(work)


def _address(row: Any) -> tuple[str, str]:
    """(mail, language) of whoever asked: what they typed, or their booking's guest's; empty where nobody knows."""
    query = select(Booking.language, Guest.email).outerjoin(Guest, Guest.id == Booking.guest_id)
    booking = db.session.execute(query.where(Booking.id == row.booking_id)).one_or_none()
    mail = row.email or (booking.email if booking else "") or ""
    return mail, booking.language if booking else "en"
