"""Lost links: asking for them, and finding out whose they are."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from app.booking.models import Booking, Lookup
from app.identity.models import Guest
from app.kernel import clock
from app.outbox import announce
from app.store import db, transaction, write

_booking, _guest, _lookup = Booking.__table__, Guest.__table__, Lookup.__table__
MOST = 200


def ask_for_link(email: str, arrival_on: date) -> None:
    """One row, whatever was typed and whoever it belongs to; nothing else is read or written."""
    row = {"email": email, "email_lower": email.lower(), "arrival_on": arrival_on, "asked_at": clock.now()}
    transaction(lambda: write(insert(_lookup), row))


def decide_lookups() -> int:
    """Every lookup that waits has its mail announced: the bookings under that mail which arrive on that day, or none.

    The mail repeats the bookings' secret links, so only their owner learns of them. Answers how many were decided.
    """

    def work() -> int:
        waiting = db.session.execute(
            select(*_lookup.c)
            .where(_lookup.c.decided_at.is_(None))
            .order_by(_lookup.c.asked_at)
            .limit(MOST)
            .with_for_update(skip_locked=True)
        ).all()
        for row in waiting:
            _decide(row)
        return len(waiting)

    return transaction(work)


def forget_lookups(after: timedelta) -> int:
    """Lookups made longer ago than `after` are gone; answers how many."""
    old = delete(_lookup).where(_lookup.c.asked_at < clock.now() - after)
    return transaction(lambda: int(write(old).rowcount))


def _decide(row: Any) -> None:
    found = db.session.scalars(
        select(_booking.c.id)
        .join(_guest, _guest.c.id == _booking.c.guest_id)
        .where(_guest.c.email_lower == row.email_lower, _booking.c.arrival_on == row.arrival_on)
        .order_by(_booking.c.id)
    ).all()
    write(update(_lookup).where(_lookup.c.id == row.id).values(decided_at=clock.now()))
    facts = {"bookings": list(found), "arrival": row.arrival_on.isoformat()}
    announce("find", "lookup", row.id, row.email, facts)
