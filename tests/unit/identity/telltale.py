"""A row of any table with personal data, in which every such column tells on itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import DateTime, Integer, String, Table, insert, select

from app.journal import record
from app.journal.models import Entry
from app.offers.campaigns.operations import set_up_recipe
from app.outbox.models import Message
from app.store import Base, db, transaction, write
from app.store.types import Instant
from tests import cast
from tests.builders import FRIDAY

ANNA = "anna@example.com"
TELLTALE = "Tell-tale"

KNOWN = {
    ("case_note", "kind"): "note",
    ("campaign_guest", "arm"): "offers",
    ("offer_decision", "arm"): "offers",
    ("offer_decision", "place"): "home",
    ("enquiry", "channel"): "form",
    ("enquiry_message", "side"): "guest",
    ("review", "kind"): "couple",
    ("review_removal", "reason"): "private",
    ("review_report", "reason"): "private",
    ("review_entry", "kind"): "erased",
    ("review", "shows_at"): datetime(2027, 3, 2, tzinfo=UTC),
}
"""What a column takes that takes only some values."""


def facts_of(own: int, guest_id: int) -> dict[str, Any]:
    """Ids by the table that a key may name."""
    transaction(lambda: record("looked", "booking", own))
    stay, survey, case, review = (Base.metadata.tables[name] for name in ("stay", "survey", "care_case", "review"))
    facts = {
        "guest": guest_id,
        "booking": own,
        "stay": db.session.execute(select(stay.c.id).where(stay.c.booking_id == own)).scalar(),
        "location": cast.found().id,
        "campaign": set_up_recipe("win_back", today=FRIDAY, by=None),
        "message": db.session.execute(select(Message.id).where(Message.kind == "booked")).scalar(),
        "journal": db.session.execute(select(Entry.id).order_by(Entry.id.desc()).limit(1)).scalar(),
    }
    transaction(lambda: write(insert(survey), row_of(survey, facts) | {"moment": "stay"}))
    entry = Base.metadata.tables["review_entry"]
    for table in (case, review, entry):
        transaction(lambda table=table: write(insert(table), row_of(table, facts)))  # type: ignore[misc]
    return (
        facts
        | {table.name: db.session.execute(select(table.c.id)).scalar() for table in (survey, case, review)}
        | {"review_entry": 1}
    )


def row_of(table: Table, facts: dict[str, Any]) -> dict[str, Any]:
    """Values for every column that has to be filled, and for those that tell of a person."""
    row: dict[str, Any] = {}
    for column in table.columns:
        target = next((key.column.table.name for key in column.foreign_keys), None)
        if target in facts:
            row[column.name] = facts[target]
        elif column.name in ("subject", "owner"):
            row |= {column.name: "booking", f"{column.name}_id": facts["booking"]}
        elif column.info.get("mail"):
            row[column.name] = ANNA
        elif column.name not in row and not (column.nullable or column.default or _numbered(column)):
            row[column.name] = _value(column)
        if column.info.get("personal") and isinstance(column.type, Integer):
            row[column.name] = 1
        if column.info.get("personal") and isinstance(column.type, String) and not column.info.get("mail"):
            row[column.name] = TELLTALE[: column.type.length]
    return row


def _numbered(column: Any) -> bool:
    """True when the database gives the number."""
    return bool(column.primary_key) and column.autoincrement is not False


def _value(column: Any) -> Any:
    if (column.table.name, column.name) in KNOWN:
        return KNOWN[column.table.name, column.name]
    if isinstance(column.type, String):
        return "x"
    if column.name.endswith("_on"):
        return FRIDAY + timedelta(days=7 if column.name in ("latest_on", "departure_on") else 0)
    if column.name.endswith("_at") or isinstance(column.type, DateTime | Instant):
        return datetime(2027, 3, 1, tzinfo=UTC)
    return 1
