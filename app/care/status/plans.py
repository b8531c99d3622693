"""Telling those who asked to hear of a house what is planned there, that it begins, what became of it, and that it is
over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, func, literal, or_, select

from app.care.notices.models import Notice
from app.care.notices.rules import ANNOUNCED, OUTAGE, OVER, WITHDRAWN
from app.care.status.models import StatusSubscription
from app.care.status.operations import AT_ONCE, SUBJECT
from app.kernel import clock
from app.outbox import announce_once
from app.outbox.models import Message
from app.store import db, transaction

PLANNED = "status_planned"
"""The kind of mail."""
BEGUN = "-begun"
"""How the occasion ends of a mail that says that it has begun."""
LATELY = timedelta(days=2)
"""So long somebody is still told that a notice is over, or has begun."""

_own, _notice, _message = StatusSubscription.__table__, Notice.__table__, Message.__table__


def tell_of_plans() -> int:
    """Every address that had confirmed before is written to once about each revision of a notice that it wants to hear
    of, and once more as it begins, unless it was told of it after that; answers how many mails. Two who do it at once
    write each mail once. Of an outage of a facility that has begun they hear as its state."""
    wanted = [
        row for row in (*_behind(), *_begun()) if not row.facilities or row.facility_id in (None, *row.facilities)
    ]
    chunks = (wanted[start : start + AT_ONCE] for start in range(0, len(wanted), AT_ONCE))
    return sum(transaction(partial(_tell, some)) for some in chunks)


def _tell(some: Sequence[Any]) -> int:
    facts = (
        {"notice_id": row.notice_id, "revision": row.revision, "begun": row.occasion.endswith(BEGUN)} for row in some
    )
    return sum(
        announce_once(PLANNED, SUBJECT, row.id, row.email_lower, told, occasion=row.occasion)
        for row, told in zip(some, facts, strict=True)
    )


_CHANGED_AT = func.coalesce(_notice.c.revised_at, _notice.c.announced_at)


def _behind() -> Sequence[Any]:
    """Subscriptions and the notices of their house of whose last revision they have no mail; one statement."""
    now = clock.now()
    ended = or_(_notice.c.over_at > now - LATELY, _notice.c.withdrawn_at > now - LATELY)
    news = or_(
        and_(_notice.c.state == ANNOUNCED, or_(_notice.c.ends_at > now, _notice.c.announced_at < _notice.c.ends_at)),
        and_(_notice.c.state.in_((OVER, WITHDRAWN)), ended),
    )
    until = func.coalesce(_notice.c.over_at, _notice.c.withdrawn_at, now)
    return _lacking("", news, _own.c.confirmed_at <= _CHANGED_AT, _no_state(until))


def _begun() -> Sequence[Any]:
    """Subscriptions and the notices of their house that have begun lately, of whose beginning they have no mail; one
    statement."""
    now = clock.now()
    begins_at = _notice.c.begins_at
    runs = (_notice.c.state == ANNOUNCED, begins_at <= now, begins_at > now - LATELY, _notice.c.ends_at > now)
    return _lacking(BEGUN, *runs, begins_at > _CHANGED_AT, _own.c.confirmed_at <= begins_at, _no_state(now))


def _no_state(until: Any) -> ColumnElement[bool]:
    """It is told by itself: no outage of a facility, or one that had not begun by then."""
    return or_(_notice.c.kind != OUTAGE, _notice.c.facility_id.is_(None), _notice.c.begins_at > until)


def _lacking(ending: str, *wanted: ColumnElement[bool]) -> Sequence[Any]:
    """Live subscriptions and such notices of their house of which they have no mail of the occasion with that
    ending."""
    occasion = cast(_notice.c.id, String) + literal("-") + cast(_notice.c.revision, String) + literal(ending)
    written = select(_message.c.id).where(
        _message.c.kind == PLANNED,
        _message.c.subject == SUBJECT,
        _message.c.subject_id == _own.c.id,
        _message.c.occasion == occasion,
    )
    return db.session.execute(
        select(
            _own.c.id, _own.c.email_lower, _own.c.facilities, _notice.c.id.label("notice_id"), _notice.c.revision,
            _notice.c.facility_id, occasion.label("occasion"),
        )
        .join(_notice, _notice.c.location_id == _own.c.location_id)
        .where(*wanted, _own.c.ended_at.is_(None), ~written.exists())
        .order_by(_notice.c.id, _own.c.id)
    ).all()  # fmt: skip
