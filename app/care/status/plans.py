"""Telling those who asked to hear of a house what is planned there, what became of it, and that it is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import String, and_, cast, func, literal, or_, select

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
LATELY = timedelta(days=2)
"""So long somebody is still told that a notice is over."""

_own, _notice, _message = StatusSubscription.__table__, Notice.__table__, Message.__table__


def tell_of_plans() -> int:
    """Every address that had confirmed before a notice was last changed is written to once about each revision of it
    that it wants to hear of; answers how many mails. Two who do it at once write each mail once. Of an outage of a
    facility they hear as its state."""
    behind = [row for row in _behind() if not row.facilities or row.facility_id in (None, *row.facilities)]
    chunks = (behind[start : start + AT_ONCE] for start in range(0, len(behind), AT_ONCE))
    return sum(transaction(lambda some=some: _tell(some)) for some in chunks)  # type: ignore[misc]


def _tell(some: Sequence[Any]) -> int:
    facts = ({"notice_id": row.notice_id, "revision": row.revision} for row in some)
    return sum(
        announce_once(PLANNED, SUBJECT, row.id, row.email_lower, told, occasion=row.occasion)
        for row, told in zip(some, facts, strict=True)
    )


def _behind() -> Sequence[Any]:
    """Subscriptions and the notices of their house of whose last revision they have no mail; one statement."""
    now = clock.now()
    occasion = cast(_notice.c.id, String) + literal("-") + cast(_notice.c.revision, String)
    ended = or_(_notice.c.over_at > now - LATELY, _notice.c.withdrawn_at > now - LATELY)
    news = or_(
        and_(_notice.c.state == ANNOUNCED, or_(_notice.c.ends_at > now, _notice.c.announced_at < _notice.c.ends_at)),
        and_(_notice.c.state.in_((OVER, WITHDRAWN)), ended),
    )
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
        .where(
            news,
            or_(_notice.c.kind != OUTAGE, _notice.c.facility_id.is_(None)),
            _own.c.confirmed_at <= func.coalesce(_notice.c.revised_at, _notice.c.announced_at),
            _own.c.ended_at.is_(None),
            ~written.exists(),
        )
        .order_by(_notice.c.id, _own.c.id)
    ).all()  # fmt: skip
