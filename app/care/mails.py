"""Mails that did not arrive: somebody has to tell the guest another way."""

from __future__ import annotations

from sqlalchemy import select

from app.booking.models import Booking, Checkout
from app.booking.waitlist.models import WaitlistEntry, WaitlistRoom
from app.booking.waitlist.rules import OWNER as WAITLIST
from app.care.cases.models import Case
from app.care.enquiries.models import Enquiry
from app.care.operations import add_task
from app.care.queries import tasks_about
from app.catalogue.models import RoomType
from app.kernel import clock
from app.kernel.errors import Refused
from app.outbox import announced, fail_message, message_of
from app.store import db, transaction

KIND = "mail_failed"
WAITS, ALL_MAIL = "mail_waits", "mail"
UNASKED = ("campaign", "campaign_trial", "notice", "notice_update", "notice_over")
"""Letters about offers: nobody has to ring a guest whom one did not reach, and no campaign writes there again. And
notices, which have a list of their own of those who are to be rung."""

ABOUT = {
    "booking": Booking.__table__,
    "checkout": Checkout.__table__,
    "enquiry": Enquiry.__table__,
    "care_case": Case.__table__,
}
"""What a message may be about that has a house of its own."""


class UnknownMail(Refused):
    """No message of ours carries that Message-ID."""

    code = "unknown_mail"


def record_failure(message_id: int, failure: str) -> bool:
    """The message has failed for good and the house it is about has a task, in one transaction; of those of
    `UNASKED` there is none.

    False, and nothing changed, when it had failed before or was withdrawn.
    """

    def work() -> bool:
        message = announced(message_id)
        if message is None or not fail_message(message_id, failure):
            return False
        if message.kind in UNASKED:
            return True
        add_task(
            KIND,
            message.subject,
            message.subject_id,
            f"A mail did not arrive: {message.kind.replace('_', ' ')}",
            location_id=_location_of(message.subject, message.subject_id),
            words=f"{message.address}: {failure}",
            occasion=str(message_id),
        )
        return True

    return transaction(work)


def say_mail_waits(why: str) -> None:
    """Whoever looks after the group has a task: no mail leaves until somebody changes something. One at a time, and at
    most one a day."""

    def work() -> None:
        if not tasks_about(ALL_MAIL, 0):
            day = clock.now().date().isoformat()
            add_task(WAITS, ALL_MAIL, 0, "No mail leaves: the mail server does not take ours", words=why, occasion=day)

    transaction(work)


def record_bounce(mail_id: str, reason: str) -> bool:
    """A mail that was sent has come back: as `record_failure`, by its Message-ID. Raises `UnknownMail`."""
    message_id = message_of(mail_id)
    if message_id is None:
        raise UnknownMail(f"No mail of ours has the Message-ID {mail_id}.")
    return record_failure(message_id, f"Came back: {reason}")


def _location_of(subject: str, subject_id: int) -> int | None:
    """The house that a message is about: for the waitlist the one that has a place, else the first that is waited for.
    None for what is the whole group's, as a link to sign in."""
    if subject == WAITLIST:
        return _waited_for(subject_id)
    about = ABOUT.get(subject)
    if about is None:
        return None
    return db.session.execute(select(about.c.location_id).where(about.c.id == subject_id)).scalar()


def _waited_for(entry_id: int) -> int | None:
    entry = db.session.get(WaitlistEntry, entry_id)
    if entry is None:
        return None
    held = db.session.scalars(select(WaitlistRoom.room_type_id).where(WaitlistRoom.entry_id == entry_id)).all()
    wanted = held or sorted(entry.room_types)
    return db.session.execute(
        select(RoomType.location_id).where(RoomType.id.in_(wanted)).order_by(RoomType.location_id).limit(1)
    ).scalar()
