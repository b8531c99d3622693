"""Asking to hear of a house, confirming it, hearing of each change once, and stopping.

In the journal, of the subject `status_subscription`: `status_asked`, `status_confirmed` and `status_stopped`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update

from app.care.facilities.models import FacilityState
from app.care.status.models import StatusSubscription
from app.journal import record
from app.kernel import clock
from app.outbox import announce, announce_once
from app.store import db, transaction, write

SUBJECT = "status_subscription"
CONFIRM, CHANGED = "status_confirm", "status_changed"
"""The kinds of mails."""

CONFIRM_WITHIN = timedelta(days=3)
LASTS = timedelta(days=365)
AT_ONCE = 200
"""Addresses written to in one transaction."""

_own, _state = StatusSubscription.__table__, FacilityState.__table__


def ask_to_hear(email: str, location_id: int, facilities: Collection[int]) -> int:
    """A mail asks the address whether that was them; nothing else goes to it before they say so. Answers the id."""
    address = email.strip().lower()
    row = {
        "email_lower": address,
        "location_id": location_id,
        "facilities": sorted(set(facilities)),
        "told_id": 0,
        "asked_at": clock.now(),
    }

    def work() -> int:
        own_id = int(write(insert(_own).returning(_own.c.id), row).scalar_one())
        announce(CONFIRM, SUBJECT, own_id, address, {})
        record("status_asked", SUBJECT, own_id, location_id=location_id)
        return own_id

    return transaction(work)


def confirm_hearing(own_id: int) -> bool:
    """From now on the address hears of what it chose; what it chose before for this house ends. False where it was
    asked too long ago, confirmed before, or stopped. Of two of its questions that are confirmed at once the later one
    stands."""

    def work() -> bool:
        alike = _alike_locked(own_id)
        row = next((one for one in alike if one.id == own_id), None)
        if row is None or row.confirmed_at or row.ended_at or row.asked_at < clock.now() - CONFIRM_WITHIN:
            return False
        live = [one.id for one in alike if one.confirmed_at and not one.ended_at]
        write(update(_own).where(_own.c.id.in_(live)).values(ended_at=clock.now()))
        newest = select(func.coalesce(func.max(_state.c.id), 0)).scalar_subquery()
        write(update(_own).where(_own.c.id == own_id).values(confirmed_at=clock.now(), told_id=newest))
        record("status_confirmed", SUBJECT, own_id, location_id=row.location_id)
        return True

    return transaction(work)


def stop_hearing(own_id: int) -> bool:
    """Nothing more goes to the address by this subscription; False when it was so already."""

    def work() -> bool:
        stopped = update(_own).where(_own.c.id == own_id, _own.c.ended_at.is_(None)).values(ended_at=clock.now())
        if write(stopped).rowcount == 0:
            return False
        record("status_stopped", SUBJECT, own_id)
        return True

    return transaction(work)


def tell_of_changes() -> int:
    """Every address that confirmed is written to once about each report that it has not heard of and wants to; answers
    how many mails. Two who do it at once write each mail once."""
    told = 0
    while (done := transaction(_tell_some)) is not None:
        told += done
    return told


def _tell_some() -> int | None:
    """The next addresses that are behind; None when there is none."""
    newest = db.session.execute(select(func.coalesce(func.max(_state.c.id), 0))).scalar_one()
    live = (_own.c.confirmed_at.is_not(None), _own.c.ended_at.is_(None), _own.c.told_id < newest)
    behind = select(_own).where(*live).order_by(_own.c.id).limit(AT_ONCE).with_for_update(skip_locked=True)
    rows = db.session.execute(behind).all()
    if not rows:
        return None
    since = min(row.told_id for row in rows)
    fresh = db.session.execute(select(_state).where(_state.c.id > since, _state.c.id <= newest).order_by(_state.c.id))
    states = fresh.all()
    told = sum(_tell(row, state) for row in rows for state in states if _wants(row, state))
    write(update(_own).where(_own.c.id.in_([row.id for row in rows])).values(told_id=newest))
    return told


def _wants(row: Any, state: Any) -> bool:
    mine = state.id > row.told_id and state.location_id == row.location_id
    return mine and (not row.facilities or state.facility_id in row.facilities)


def _tell(row: Any, state: Any) -> bool:
    facts = {
        "location_id": state.location_id,
        "facility_id": state.facility_id,
        "state": state.state,
        "words": state.words,
        "what_we_do": state.what_we_do,
        "since_at": state.since_at.isoformat(),
        "until_at": state.until_at.isoformat() if state.until_at else None,
    }
    return announce_once(CHANGED, SUBJECT, row.id, row.email_lower, facts, occasion=str(state.id))


def forget_subscriptions(before: datetime) -> int:
    """Who asked before then and did not confirm, or stopped, is gone, and so is whoever confirmed a year ago; answers
    how many."""
    unanswered = _own.c.confirmed_at.is_(None) & (_own.c.asked_at < before)
    old = or_(unanswered, _own.c.ended_at < before, _own.c.confirmed_at < clock.now() - LASTS)
    return transaction(lambda: int(write(delete(_own).where(old)).rowcount))


def _alike_locked(own_id: int) -> Sequence[Any]:
    """This question and all others of its address about its house, in one order, ours until the transaction ends: none
    of them becomes live meanwhile."""
    whose = select(_own.c.location_id, _own.c.email_lower).where(_own.c.id == own_id)
    found = db.session.execute(whose).one_or_none()
    if found is None:
        return ()
    same = (_own.c.location_id == found.location_id, _own.c.email_lower == found.email_lower)
    return db.session.execute(select(_own).where(*same).order_by(_own.c.id).with_for_update()).all()
