"""Writes and reads the funnel's log as pages do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.experience.funnel.models import Event, Visit
from app.experience.funnel.recording import record
from app.experience.funnel.seen import Caller, Seen, Signal
from app.store import db

DAY = date(2027, 3, 1)
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
SOMEBODY = Caller("a" * 32, "", "phone", "mail", returning=False, is_bot=False)


def look(step: str | None, minute: float = 0, page: int = 0, caller: Caller = SOMEBODY, **more: Any) -> None:
    record(Seen(NOON + timedelta(minutes=minute), DAY, step, page, **more), caller)


def signalled(*signals: Signal, minute: float = 0, caller: Caller = SOMEBODY) -> None:
    look(None, minute, caller=caller, signals=list(signals))


def somebody(**more: Any) -> Caller:
    return replace(SOMEBODY, **more)


def events(visit: str = SOMEBODY.visit) -> list[Any]:
    table = Event.__table__
    db.session.rollback()
    return list(db.session.execute(select(*table.c).where(table.c.visit == visit).order_by(table.c.id)))


def told(visit: str = SOMEBODY.visit) -> list[str]:
    """Each event as a word: a step, a step that is (implied), a signal:code."""
    return [
        f"({row.name})" if row.implied else f"{row.name}:{row.code}" if row.code else row.name for row in events(visit)
    ]


def visit(key: str = SOMEBODY.visit) -> Any:
    table = Visit.__table__
    db.session.rollback()
    return db.session.execute(select(*table.c).where(table.c.visit == key)).one()
