"""Announcing by mail what a transaction did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select

from app.kernel import clock
from app.outbox.models import Message
from app.store import db, insert_unless_taken, transaction, write

_INSERT = insert(Message.__table__)
AGAIN = "again"
"""How the occasion begins of a message that somebody had sent once more."""

_message = Message.__table__
KEYS = ("kind", "subject", "subject_id", "occasion")


@dataclass(frozen=True, slots=True)
class Mailing:
    """One of several messages that are announced together."""

    kind: str
    subject_id: int
    address: str
    facts: dict[str, Any]
    language: str = "en"


def announce(
    kind: str,
    subject: str,
    subject_id: int,
    address: str,
    facts: dict[str, Any],
    *,
    occasion: str = "",
    language: str = "en",
    due_at: datetime | None = None,
) -> None:
    """One message waits to be sent at `due_at` (at once when None), written in the caller's transaction.

    Its Message-ID is made of what it announces, so a repeat is recognised wherever it arrives. A second announcement of
    the same event raises IntegrityError.
    """
    write(_INSERT, _row(kind, subject, subject_id, address, facts, occasion, language, due_at))


def send_again(message_id: int, address: str) -> int:
    """What a message said is sent once more, to this address; answers the new message's id, whose mail has an id of its
    own. The first one stays as it was."""

    def work() -> int:
        row = db.session.execute(select(*_message.c).where(_message.c.id == message_id).with_for_update()).one()
        mine = [_message.c[name] == getattr(row, name) for name in ("kind", "subject", "subject_id")]
        before = select(func.count()).where(*mine, _message.c.occasion.startswith(AGAIN))
        number = db.session.execute(before).scalar_one() + 1
        occasion = f"{AGAIN}{number}-{row.occasion}"[:40]
        again = _row(row.kind, row.subject, row.subject_id, address, row.facts, occasion, row.language, None)
        return int(write(_INSERT.returning(_message.c.id), again).scalar_one())

    return transaction(work)


def announce_once(
    kind: str,
    subject: str,
    subject_id: int,
    address: str,
    facts: dict[str, Any],
    *,
    occasion: str = "",
    language: str = "en",
    due_at: datetime | None = None,
) -> bool:
    """As `announce`, for scans that may come by again: False when the event was announced before, also by another."""
    row = _row(kind, subject, subject_id, address, facts, occasion, language, due_at)
    return transaction(lambda: write(insert_unless_taken(Message, *KEYS), row).scalar()) is not None


def announce_each(subject: str, mailings: Sequence[Mailing], *, occasion: str) -> None:
    """Each of these waits to be sent at once, unless its event was announced before; together in the caller's
    transaction, which they hold no longer than one of them would."""
    rows = [
        _row(one.kind, subject, one.subject_id, one.address, one.facts, occasion, one.language, None)
        for one in mailings
    ]
    if rows:
        write(insert_unless_taken(Message, *KEYS), rows)


def _row(
    kind: str,
    subject: str,
    subject_id: int,
    address: str,
    facts: dict[str, Any],
    occasion: str,
    language: str,
    due_at: datetime | None,
) -> dict[str, Any]:
    at = clock.now()
    words = "-".join(filter(None, (kind, subject, str(subject_id), occasion)))
    return {
        "kind": kind,
        "subject": subject,
        "subject_id": subject_id,
        "occasion": occasion,
        "template_version": 1,
        "language": language,
        "address": address,
        "facts": facts,
        "message_id": f"<{words}@quince>",
        "state": "waiting",
        "attempts": 0,
        "made_at": at,
        "due_at": due_at or at,
    }
