"""Asking for the weekly digest, and no longer wanting it."""

from __future__ import annotations

from sqlalchemy import delete

from app.kernel import clock
from app.plan.digest.models import DigestReader
from app.store import insert_or_ignore, transaction, write

_reader = DigestReader.__table__


def ask_for_digest(staff_id: int) -> None:
    """They are written to from the next Monday on; asking twice changes nothing."""
    row = {"staff_id": staff_id, "since_at": clock.now()}
    transaction(lambda: write(insert_or_ignore(DigestReader, row)))


def stop_digest(staff_id: int) -> None:
    """They are written to no more; nothing happens where they were not."""
    transaction(lambda: write(delete(_reader).where(_reader.c.staff_id == staff_id)))
