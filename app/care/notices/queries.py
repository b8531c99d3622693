"""Notices as desks, the status page and the worker need them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from app.booking.models import Booking
from app.booking.waitlist.models import WaitlistEntry
from app.care.notices.coming import NOTICES
from app.care.notices.models import Notice, NoticeTouch
from app.care.notices.rules import ANNOUNCED, BOOKING, DRAFT, SUBJECT, UNREAD, WAITLIST
from app.identity.models import Guest
from app.outbox.models import Message
from app.store import db
from app.store.version import versions

_notice, _touch, _message = Notice.__table__, NoticeTouch.__table__, Message.__table__
_booking, _guest, _entry = Booking.__table__, Guest.__table__, WaitlistEntry.__table__


@dataclass(frozen=True, slots=True)
class Told:
    """A notice as it stands. `touched` counts those whom it touches now, `told` those who have had its last revision,
    `value_minor` is what all of these pay for what is touched; nobody is counted before they are written down."""

    id: int
    revision: int
    matched_revision: int
    location_id: int
    facility_id: int | None
    kind: str
    title: str
    meaning: str
    said: str
    begins_at: datetime
    ends_at: datetime
    delayed: bool
    weight: str
    whom: list[str]
    room_types: list[int]
    rooms: list[int]
    keep_minor: int
    may_move_dates: bool
    may_move_house: bool
    may_cancel_free: bool
    choose_until_at: datetime | None
    state: str
    announced_at: datetime | None
    told_out_at: datetime | None
    over_at: datetime | None
    withdrawn_at: datetime | None
    touched: int
    told: int
    chosen: int
    value_minor: int

    @property
    def matched(self) -> bool:
        """Whether those whom it touches stand written down for what it says now."""
        return self.matched_revision >= self.revision


def notices_to_match() -> list[int]:
    """Announced notices whose touches do not stand written down for what they say now."""
    wanted = (_notice.c.state == ANNOUNCED, _notice.c.matched_revision < _notice.c.revision)
    return list(db.session.scalars(select(_notice.c.id).where(*wanted).order_by(_notice.c.id)))


def notices_to_tell() -> list[int]:
    """Notices of which somebody may have something to hear."""
    wanted = (_notice.c.announced_at.is_not(None), _notice.c.told_out_at.is_(None))
    return list(db.session.scalars(select(_notice.c.id).where(*wanted).order_by(_notice.c.id)))


def notices_of(location_ids: Sequence[int], *, states: Sequence[str] | None = None, most: int = 200) -> list[Told]:
    """The notices of these houses, those to come or running first by their beginning, then the rest, the newest first;
    one statement."""
    where = [_notice.c.location_id.in_(list(location_ids))]
    if states is not None:
        where.append(_notice.c.state.in_(list(states)))
    rows = db.session.execute(
        _shown().where(*where).order_by(_notice.c.begins_at.desc(), _notice.c.id.desc()).limit(most)
    )
    found = [Told(*row) for row in rows]
    running = [one for one in found if one.state in (DRAFT, ANNOUNCED)]
    return [*reversed(running), *(one for one in found if one not in running)]


def notice_of(notice_id: int) -> Told | None:
    """The notice; None where there is none."""
    row = db.session.execute(_shown().where(_notice.c.id == notice_id)).one_or_none()
    return Told(*row) if row else None


def _shown() -> Select[Any]:
    live = and_(_touch.c.notice_id == _notice.c.id, _touch.c.gone_at.is_(None))
    known = _touch.c.told_revision >= _notice.c.revision
    counts = (
        func.count(),
        func.coalesce(func.sum(_touch.c.value_minor), 0),
    )
    touched, value = (select(what).where(live).scalar_subquery() for what in counts)
    told = select(func.count()).where(live, known, _touch.c.told_at.is_not(None)).scalar_subquery()
    chosen = (
        select(func.count()).where(_touch.c.notice_id == _notice.c.id, _touch.c.choice.is_not(None)).scalar_subquery()
    )
    own = [_notice.c[name] for name in Told.__dataclass_fields__ if name in _notice.c]
    return select(*own, touched, told, chosen, value)


@dataclass(frozen=True, slots=True)
class Running:
    """A notice that touches a booking: what it means for it, and how far the guest is with it."""

    touch_id: int
    notice_id: int
    revision: int
    title: str
    meaning: str
    said: str
    begins_at: datetime
    ends_at: datetime
    state: str
    why: list[dict[str, Any]]
    choice: str | None


def notices_for(subject_id: int, subject: str = BOOKING) -> list[Running]:
    """The notices that touch a booking, or an entry of the waitlist, now and were announced, the first to begin first;
    one statement, none where nothing was ever announced."""
    if not versions().get(NOTICES):
        return []
    names = ("revision", "title", "meaning", "said", "begins_at", "ends_at", "state")
    rows = db.session.execute(
        select(_touch.c.id, _notice.c.id, *(_notice.c[name] for name in names), _touch.c.why, _touch.c.choice)
        .join(_notice, _notice.c.id == _touch.c.notice_id)
        .where(
            _touch.c.subject == subject,
            _touch.c.subject_id == subject_id,
            _touch.c.gone_at.is_(None),
            _notice.c.announced_at.is_not(None),
        )
        .order_by(_notice.c.begins_at, _notice.c.id)
    )
    return [Running(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Booker:
    """Whose booking it is, and when."""

    reference: str
    arrival_on: date
    departure_on: date
    name: str
    email: str


def people_of(booking_ids: Sequence[int]) -> dict[int, Booker]:
    """Who made these bookings, by id; one statement."""
    rows = db.session.execute(
        select(
            _booking.c.id,
            _booking.c.reference,
            _booking.c.arrival_on,
            _booking.c.departure_on,
            func.coalesce(_guest.c.name, ""),
            func.coalesce(_guest.c.email, ""),
        )
        .outerjoin(_guest, _guest.c.id == _booking.c.guest_id)
        .where(_booking.c.id.in_(list(booking_ids)))
    )
    return {row.id: Booker(*row[1:]) for row in rows}


@dataclass(frozen=True, slots=True)
class ToCall:
    """A guest whom a notice touches and no message has reached, `because` of `no_address`, `bounced` or `unread`.

    Without a `reference` it is somebody who waits for a room, and whose mail came back."""

    touch_id: int
    notice_id: int
    notice_title: str
    location_id: int
    begins_at: datetime
    reference: str
    name: str
    phone: str
    why: list[dict[str, Any]]
    because: str
    reached_at: datetime | None


def calls_of(location_ids: Sequence[int], now: datetime) -> list[ToCall]:
    """Whom reception of these houses rings up about announced notices, also past their end, the first to begin first,
    who was reached last; one statement. Who has read the notice's page since its last news, or has chosen, knows."""
    failed = (
        select(_message.c.id)
        .where(_message.c.subject == SUBJECT, _message.c.subject_id == _touch.c.id, _message.c.state == "failed")
        .exists()
    )
    nowhere = _touch.c.told_at.is_(None)
    soon = and_(_notice.c.begins_at <= now + UNREAD, _touch.c.told_at.is_not(None))
    late = and_(soon, _touch.c.subject == BOOKING)
    rows = db.session.execute(
        select(
            _touch.c.id, _notice.c.id, _notice.c.title, _notice.c.location_id, _notice.c.begins_at,
            func.coalesce(_booking.c.reference, ""), func.coalesce(_guest.c.name, _entry.c.name, ""),
            func.coalesce(_guest.c.phone, ""), _touch.c.why, nowhere, failed, _touch.c.reached_at,
        )
        .join(_notice, _notice.c.id == _touch.c.notice_id)
        .outerjoin(_booking, and_(_touch.c.subject == BOOKING, _booking.c.id == _touch.c.subject_id))
        .outerjoin(_entry, and_(_touch.c.subject == WAITLIST, _entry.c.id == _touch.c.subject_id))
        .outerjoin(_guest, _guest.c.id == _booking.c.guest_id)
        .where(
            _notice.c.location_id.in_(list(location_ids)),
            _notice.c.state == ANNOUNCED,
            or_(_notice.c.ends_at > now, _notice.c.announced_at < _notice.c.ends_at),
            _touch.c.gone_at.is_(None),
            _touch.c.told_revision > 0,
            or_(_touch.c.seen_at.is_(None), _touch.c.seen_revision < _touch.c.told_revision),
            _touch.c.choice.is_(None),
            or_(nowhere, failed, late),
        )
        .order_by(_touch.c.reached_at.is_not(None), _notice.c.begins_at, _touch.c.id)
    )  # fmt: skip
    return [ToCall(*_values(row)) for row in rows]


def _values(row: Any) -> tuple[Any, ...]:
    because = "no_address" if row[9] else "bounced" if row[10] else "unread"
    return (*row[:9], because, row[11])
