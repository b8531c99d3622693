"""The funnel's log, as tests of the pages that fill it read it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from app.booking.effort.models import BookingEffort
from app.experience.funnel.models import CheckoutVisit, Event, Visit, VisitSalt
from tests.web.guest.desk import fresh

TABLES = (Event, Visit, CheckoutVisit, BookingEffort)


def rows(model: Any = Event) -> list[Any]:
    table = model.__table__
    return list(fresh().execute(select(*table.c).order_by(*table.primary_key.columns)))


def told() -> list[str]:
    """Each event as a word: a step, a step that is (implied), a signal:code."""
    return [f"({row.name})" if row.implied else f"{row.name}:{row.code}" if row.code else row.name for row in rows()]


def sizes() -> dict[str, int]:
    """How many rows each table of the log has."""
    session = fresh()
    return {
        model.__tablename__: session.execute(select(func.count()).select_from(model)).scalar_one() for model in TABLES
    }


__all__ = ["TABLES", "Event", "Visit", "VisitSalt", "rows", "sizes", "told"]
