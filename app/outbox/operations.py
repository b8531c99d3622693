"""Announcing by mail what a transaction did."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert

from app.kernel import clock
from app.outbox.models import Message
from app.store import write


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
    at = clock.now()
    words = "-".join(filter(None, (kind, subject, str(subject_id), occasion)))
    write(
        insert(Message.__table__),
        {
            "kind": kind,
            "subject": subject,
            "subject_id": subject_id,
            "occasion": occasion,
            "language": language,
            "address": address,
            "facts": facts,
            "message_id": f"<{words}@quince>",
            "made_at": at,
            "due_at": due_at or at,
        },
    )
