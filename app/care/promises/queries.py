"""What guests were promised and did not get, as far as the rows know it, and of which there is no case yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from app.booking.models import BookedStay, Booking
from app.care.cases.models import Case
from app.care.cases.rules import LATE_ANSWER, LATE_TASK, PROMISED_ROOM, UNSEEN, UNTOLD
from app.care.enquiries.models import Enquiry, EnquiryMessage
from app.care.enquiries.rules import GUEST, UNANSWERED, Desk, time_open
from app.care.models import REQUEST, Task
from app.care.notices.models import Notice, NoticeTouch
from app.care.notices.rules import ANNOUNCED, BOOKING, OVER, SUBJECT
from app.care.themes import THEMES
from app.catalogue.models import Location, Room
from app.inventory.models import RoomNight, RoomPromise
from app.journal.models import Entry
from app.outbox.models import Message
from app.payments.models import Payment, Refund
from app.store import db

LOOK_BACK = timedelta(hours=48)
"""What is older was either seen to or has its case."""

QUESTIONS_BACK = timedelta(days=14)

BACK_WITHIN = timedelta(hours=24)
"""Of a refund that the card company refuses: until then somebody has agreed with the guest on another way."""

REFUND_FAILED, STEP_FREE = "refund_failed", "step-free"

_booking, _stay, _task = Booking.__table__, BookedStay.__table__, Task.__table__
_notice, _touch, _message = Notice.__table__, NoticeTouch.__table__, Message.__table__
_enquiry, _said, _entry = Enquiry.__table__, EnquiryMessage.__table__, Entry.__table__
_given, _promise, _room = RoomNight.__table__, RoomPromise.__table__, Room.__table__
_refund, _payment = Refund.__table__, Payment.__table__


@dataclass(frozen=True, slots=True)
class Broken:
    """Something promised and not kept: where a case comes from, whose booking it is about, what it is called, naming
    nobody, and what is known of it."""

    source: str
    source_id: int
    booking_id: int
    title: str
    words: str = ""


def broken_promises(now: datetime) -> list[Broken]:
    """Everything that was promised, was not kept by then and has no case; seven statements."""
    return [*_untold(now), *_late_requests(now), *_money_kept(now), *_unanswered(now), *_other_rooms(now)]


def _untold(now: datetime) -> Iterator[Broken]:
    """Guests in the house whom a notice touches that has begun an hour ago, and to whom nobody could say so: no mail
    reached them and nobody rang. Who has a mail and did not open its page may well have read it."""
    bounced = (
        select(_message.c.id)
        .where(_message.c.subject == SUBJECT, _message.c.subject_id == _touch.c.id, _message.c.state == "failed")
        .exists()
    )
    since = now - UNSEEN
    rows = db.session.execute(
        select(_touch.c.id, _booking.c.id.label("booking_id"), _notice.c.title, _touch.c.why)
        .join(_notice, _notice.c.id == _touch.c.notice_id)
        .join(_booking, and_(_touch.c.subject == BOOKING, _booking.c.id == _touch.c.subject_id))
        .where(
            _notice.c.state.in_((ANNOUNCED, OVER)),
            _notice.c.begins_at <= since,
            _notice.c.ends_at > now - LOOK_BACK,
            _booking.c.state == "in_house",
            _touch.c.found_at <= since,
            _touch.c.told_revision > 0,
            _touch.c.gone_at.is_(None),
            *(_touch.c[name].is_(None) for name in ("seen_at", "choice", "reached_at", "accepted_at")),
            or_(_touch.c.told_at.is_(None), bounced),
            _no_case(UNTOLD, _touch.c.id),
        )
        .order_by(_touch.c.id)
    )
    for row in rows:
        words = " ".join(one["says"] for one in row.why)
        yield Broken(UNTOLD, row.id, row.booking_id, f"Nobody could tell them: {row.title}", words)


def _late_requests(now: datetime) -> Iterator[Broken]:
    """What a guest in the house asked for, and nobody brought within an hour of its time."""
    rows = db.session.execute(
        select(_task.c.id, _task.c.subject_id, _task.c.title, _task.c.words)
        .where(
            _task.c.kind == REQUEST,
            _task.c.subject == "booking",
            _task.c.state == "open",
            _task.c.due_at <= now - UNSEEN,
            _task.c.due_at > now - LOOK_BACK,
            _no_case(LATE_TASK, _task.c.id),
        )
        .order_by(_task.c.id)
    )
    for row in rows:
        yield Broken(LATE_TASK, row.id, row.subject_id, f"Asked for, and not done in time: {row.title}", row.words)


def _money_kept(now: datetime) -> Iterator[Broken]:
    """Money that was to go back and was refused a day ago, while nobody has found another way."""
    paid_for = or_(
        and_(_payment.c.owner == "booking", _booking.c.id == _payment.c.owner_id),
        and_(_payment.c.owner == "checkout", _booking.c.checkout_id == _payment.c.owner_id),
    )
    rows = db.session.execute(
        select(_task.c.id, _booking.c.id.label("booking_id"))
        .join(_refund, _refund.c.id == _task.c.subject_id)
        .join(_payment, _payment.c.id == _refund.c.payment_id)
        .join(_booking, paid_for)
        .where(
            _task.c.kind == REFUND_FAILED,
            _task.c.state == "open",
            _task.c.made_at <= now - BACK_WITHIN,
            _no_case(LATE_TASK, _task.c.id),
        )
        .order_by(_task.c.id)
    )
    for row in rows:
        yield Broken(LATE_TASK, row.id, row.booking_id, "Money that was to go back has not gone back")


def _unanswered(now: datetime) -> Iterator[Broken]:
    """What a guest asked about their booking, and nobody answered in a whole day of the desk's."""
    newest = (
        select(_said.c.words)
        .where(_said.c.enquiry_id == _enquiry.c.id, _said.c.side == GUEST)
        .order_by(_said.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            _enquiry.c.id, _enquiry.c.booking_id, _enquiry.c.theme, _enquiry.c.waiting_since, newest.label("words"),
            Location.timezone, Location.desk_opens_time, Location.desk_closes_time,
        )
        .join(Location, Location.id == _enquiry.c.location_id)
        .where(
            _enquiry.c.booking_id.is_not(None),
            _enquiry.c.waiting_since <= now - UNANSWERED,
            _enquiry.c.waiting_since > now - QUESTIONS_BACK,
            _no_case("enquiry", _enquiry.c.id),
            _no_case(LATE_ANSWER, _enquiry.c.id),
        )
        .order_by(_enquiry.c.id)
    )  # fmt: skip
    for row in rows:
        if time_open(row.waiting_since, now, Desk.of(*row[-3:])) >= UNANSWERED:
            theme = THEMES.get(row.theme, row.theme)
            title = f"Asked, and nobody answered: {theme[:1].lower()}{theme[1:]}"
            yield Broken(LATE_ANSWER, row.id, row.booking_id, title, row.words or "")


def _other_rooms(now: datetime) -> Iterator[Broken]:
    """Guests who came in lately and sleep behind another door than they were promised last, or up steps although they
    need none. A promise that the desk took back before is none."""
    needs = or_(_promise.c.step_free.is_(True), _stay.c.needs.contains(STEP_FREE))
    rows: Iterable[Any] = db.session.execute(
        select(_stay.c.id, _stay.c.booking_id, _room.c.id.label("room_id"), _room.c.step_free, needs.label("needs"))
        .join(_given, and_(_given.c.stay_id == _stay.c.id, _given.c.night == _stay.c.arrival_on))
        .join(_room, _room.c.id == _given.c.room_id)
        .outerjoin(_promise, _promise.c.stay_id == _stay.c.id)
        .where(
            _stay.c.checked_in_at > now - LOOK_BACK,
            _stay.c.checked_out_at.is_(None),
            _no_case(PROMISED_ROOM, _stay.c.id),
        )
        .order_by(_stay.c.id)
    ).all()
    promised = _promised_last([row.id for row in rows])
    for row in rows:
        if row.needs and not row.step_free:
            yield Broken(PROMISED_ROOM, row.id, row.booking_id, "Needs a room without steps, and has one with them")
        elif promised.get(row.id) not in (None, row.room_id):
            yield Broken(PROMISED_ROOM, row.id, row.booking_id, "Promised a room, and given another")


def _promised_last(stay_ids: list[int]) -> dict[int, int | None]:
    """The door that each of these stays was promised last; None where the promise was taken back."""
    mine = (_entry.c.subject == "stay", _entry.c.subject_id.in_(stay_ids), _entry.c.action == "room_promised")
    rows: Iterable[Any] = db.session.execute(
        select(_entry.c.subject_id, _entry.c.facts).where(*mine).order_by(_entry.c.id)
    )
    return {stay_id: facts.get("room") for stay_id, facts in rows}


def _no_case(source: str, source_id: Any) -> ColumnElement[bool]:
    case = Case.__table__
    return ~select(case.c.id).where(case.c.subject == source, case.c.subject_id == source_id).exists()
