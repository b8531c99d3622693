"""What of the log is gone, and when."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Executable, delete, exists, select

from app.experience.funnel.models import CheckoutVisit, Event, Visit
from app.store import db, transaction, write

AT_ONCE = 20_000
"""Rows that one transaction deletes, so that nobody waits long for it."""

REMEMBERED = timedelta(days=2)
"""How long a checkout that went to pay knows its visit: longer than any payment takes."""

KEPT_MONTHS = 25
"""Two years can be compared, and a month more to do it in."""

_event, _visit, _link = Event.__table__, Visit.__table__, CheckoutVisit.__table__


def kept_since(now: datetime) -> datetime:
    """The instant 25 months ago; of the 28th where that month may be shorter."""
    months = now.year * 12 + now.month - 1 - KEPT_MONTHS
    return now.replace(year=months // 12, month=months % 12 + 1, day=min(now.day, 28))


def forget_visits(before: datetime) -> int:
    """Visits last seen before then are gone, and then the events that are as old and of no visit; how many rows were,
    at most `AT_ONCE` of each kind. Called again it goes on where it ended."""
    old_visits = select(_visit.c.visit).where(_visit.c.day_on <= before.date(), _visit.c.last_at < before)
    of_no_visit = ~exists().where(_visit.c.visit == _event.c.visit)
    old_events = select(_event.c.id).where(_event.c.at < before, of_no_visit)
    gone = _delete(delete(_visit).where(_visit.c.visit.in_(old_visits.limit(AT_ONCE))))
    return gone + _delete(delete(_event).where(_event.c.id.in_(old_events.limit(AT_ONCE))))


def forget_remembered(before: datetime) -> int:
    """No checkout that went to pay before then knows its visit any more; how many did."""
    return _delete(delete(_link).where(_link.c.noted_at < before))


def forget_checkouts_of(visits: tuple[str, ...]) -> None:
    """No checkout knows these visits any more: whoever made them objects."""
    if db.session.execute(select(_link.c.checkout_id).where(_link.c.visit.in_(visits)).limit(1)).first():
        _delete(delete(_link).where(_link.c.visit.in_(visits)))


def forget_checkout(checkout_id: int) -> None:
    """The checkout knows no visit any more: whoever goes on with it objects."""
    if db.session.execute(select(_link.c.checkout_id).where(_link.c.checkout_id == checkout_id)).first():
        _delete(delete(_link).where(_link.c.checkout_id == checkout_id))


def _delete(statement: Executable) -> int:
    return transaction(lambda: write(statement).rowcount)
