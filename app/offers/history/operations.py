"""Keeping histories counted. The journal says whose bookings changed; every count is made anew from its sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, func, insert, select

from app.booking.models import Booking
from app.experience.surveys.models import Survey
from app.journal.models import Entry
from app.kernel import clock
from app.offers.history.models import GuestHistory, HistoryCursor
from app.offers.history.queries import histories_of
from app.offers.history.rules.facts import FACTS, History
from app.store import db, transaction, upsert, write

AT_ONCE = 500
"""Guests counted, and entries read, in one transaction."""

OVERLAP = 200
"""Entries that are read again: on PostgreSQL a number that was drawn before another may be seen after it."""

MOST_TURNS = 200
"""Chunks of one run; the next goes on from there."""

MOVED = {"readdressed": ("before", "after"), "merged": ("other",), "unmerged": ("other",)}
"""Actions that move bookings between guests, and the facts that name them."""

_history, _cursor, _entry = GuestHistory.__table__, HistoryCursor.__table__, Entry.__table__
_booking, _survey = Booking.__table__, Survey.__table__


def keep_histories() -> int:
    """Histories say what bookings said when the journal was last written to; answers how many guests were counted.

    The first run counts everybody, later ones whom new entries are about: their bookings, answers, merges and wishes.
    One transaction a chunk, with its cursor: a run that is broken off, or one that comes twice, changes nothing more.
    """
    newest = db.session.execute(select(func.max(_entry.c.id))).scalar() or 0
    read = db.session.execute(select(_cursor.c.journal_id)).scalar_one_or_none()
    if read is None:
        return _count_everybody(newest)
    counted = 0
    for _ in range(MOST_TURNS):
        if read >= newest:
            break
        counted, read = counted + _read_on(read), _where()
    return counted


def count_again() -> int:
    """Every history is counted anew, as from nothing; answers how many guests were looked at."""
    transaction(lambda: [write(delete(_history)), write(delete(_cursor))])
    return keep_histories()


def _count_everybody(newest: int) -> int:
    last = counted = 0
    while True:
        ids = list(
            db.session.scalars(
                select(_booking.c.guest_id)
                .where(_booking.c.guest_id > last)
                .distinct()
                .order_by(_booking.c.guest_id)
                .limit(AT_ONCE)
            )
        )
        if not ids:
            break
        transaction(lambda ids=ids: _count(ids))  # type: ignore[misc]
        last, counted = ids[-1], counted + len(ids)
    transaction(lambda: _move(newest))
    return counted


def _read_on(read: int) -> int:
    def work() -> int:
        entries = db.session.execute(
            select(_entry.c.id, _entry.c.action, _entry.c.subject, _entry.c.subject_id, _entry.c.facts)
            .where(_entry.c.id > read - OVERLAP)
            .order_by(_entry.c.id)
            .limit(AT_ONCE + OVERLAP)
        ).all()
        about = _guests_in(entries)
        _count(about)
        _move(entries[-1].id)
        return len(about)

    return transaction(work)


def _guests_in(entries: Sequence[Any]) -> list[int]:
    """Whom the entries are about, and whom they were about before."""
    ids: dict[str, set[int]] = {"guest": set(), "booking": set(), "survey": set()}
    for one in entries:
        if one.subject in ids:
            ids[one.subject].add(one.subject_id)
        moved = [one.facts.get(name) for name in MOVED.get(one.action, ())]
        ids["guest"].update(guest_id for guest_id in moved if guest_id is not None)
    found = ids["guest"]
    for table, name in ((_booking, "booking"), (_survey, "survey")):
        if ids[name]:
            found.update(db.session.scalars(select(table.c.guest_id).where(table.c.id.in_(ids[name]))))
    return sorted(guest_id for guest_id in found if guest_id is not None)


def _count(guest_ids: Iterable[int]) -> None:
    ids = sorted(set(guest_ids))
    found = histories_of(ids)
    write(delete(_history).where(_history.c.guest_id.in_(ids)))
    at = clock.now()
    rows = [_row(guest_id, history) | {"counted_at": at} for guest_id, history in found.items() if _kept(history)]
    if rows:
        write(insert(_history), rows)


def _kept(history: History) -> bool:
    return bool(history.own) and not history.off


def _row(guest_id: int, history: History) -> dict[str, Any]:
    return {"guest_id": guest_id, **{name: getattr(history, name) for name in FACTS}}


def _where() -> int:
    return int(db.session.execute(select(_cursor.c.journal_id)).scalar_one())


def _move(journal_id: int) -> None:
    row = {"id": 1, "journal_id": journal_id, "moved_at": clock.now()}
    write(upsert(HistoryCursor, row, ["id"]))
