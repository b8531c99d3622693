"""Guests of the demo who moved their supper to another hour online. It costs nothing, so that their money stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from app.booking.models import Booking
from app.demo.rows import AT_ONCE, SENT_AFTER, Row, insert_all, table_of
from app.demo.voices.asked import Known
from app.journal.models import Entry
from app.outbox.models import Message
from app.pricing.models import Quote, QuoteLine
from app.store import db, reserve_ids, write

REVISION = 1
_booking, _quote, _line = table_of(Booking), table_of(Quote), table_of(QuoteLine)


def write_changed(known: Sequence[Known], since: datetime, until: datetime) -> int:
    """Those who did so after `since` and by `until` have a quote of that instant, the one before in their history, and
    the mail that told them; answers how many."""
    found = {one.booking_id: (one, at) for one in known if (at := one.booked.changed_at) and since < at <= until}
    quotes = list(_quotes(list(found)))
    ids = reserve_ids(Quote, len(quotes))
    new = {row["id"]: quote_id for (_, row), quote_id in zip(quotes, ids, strict=True)}
    insert_all(Quote, [row | {"id": new[row["id"]], "made_at": found[whose][1]} for whose, row in quotes])
    insert_all(QuoteLine, [row | {"quote_id": new[row["quote_id"]]} for row in _lines(list(new))])
    moved = update(_booking).where(_booking.c.id == bindparam("whose"))
    if quotes:
        write(
            moved.values(quote_id=bindparam("new"), revision=REVISION),
            [{"whose": whose, "new": new[row["id"]]} for whose, row in quotes],
        )
    insert_all(Entry, [_entry(*found[whose], row, new) for whose, row in quotes])
    insert_all(Message, [_mail(*found[whose], row, new) for whose, row in quotes])
    return len(quotes)


def _quotes(booking_ids: Sequence[int]) -> Iterator[tuple[int, Row]]:
    """The bookings with the quotes that they have."""
    for some in _some(booking_ids):
        joined = select(_booking.c.id.label("whose"), *_quote.c).join(_quote, _quote.c.id == _booking.c.quote_id)
        for row in db.session.execute(joined.where(_booking.c.id.in_(some)).order_by(_booking.c.id)).mappings().all():
            yield row["whose"], {column.name: row[column.name] for column in _quote.c}


def _lines(quote_ids: Sequence[int]) -> Iterator[Row]:
    for some in _some(quote_ids):
        own = select(_line).where(_line.c.quote_id.in_(some)).order_by(_line.c.quote_id, _line.c.position)
        yield from map(dict, db.session.execute(own).mappings().all())


def _some(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def _entry(one: Known, at: datetime, row: Row, new: Mapping[int, int]) -> Row:
    total = row["total_minor"]
    return {
        "at": at, "actor": "guest", "action": "amended", "subject": "booking", "subject_id": one.booking_id,
        "location_id": one.location_id,
        "facts": {
            "revision": REVISION, "before": row["id"], "quote": new[row["id"]], "changed": ["suppers"],
            "before_minor": total, "total_minor": total, "due_minor": _due(row), "refund_minor": 0, "kept_minor": 0,
        },
    }  # fmt: skip


def _mail(one: Known, at: datetime, row: Row, new: Mapping[int, int]) -> Row:
    facts: dict[str, Any] = {
        "reference": one.booked.reference, "quote_id": new[row["id"]], "before_quote_id": row["id"],
        "due_minor": _due(row), "refund_minor": 0, "kept_minor": 0, "online": True,
    }  # fmt: skip
    return {
        "kind": "changed", "subject": "booking", "subject_id": one.booking_id, "occasion": str(REVISION),
        "template_version": 1, "language": "en", "address": one.booked.guest.email, "facts": facts,
        "message_id": f"<changed-booking-{one.booking_id}-{REVISION}@quince>", "state": "sent", "attempts": 1,
        "made_at": at, "due_at": at, "sent_at": at + SENT_AFTER,
    }  # fmt: skip


def _due(row: Row) -> int:
    return int(row["total_minor"] - row["due_now_minor"])
