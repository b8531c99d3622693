"""Who did what: one append-only table for audit, a booking's timeline, and what workers read by cursor."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import APPEND_ONLY, FORGOTTEN, PERSONAL, BigId, Facts, Id


class Entry(Base):
    """One deed. `facts` hold ids, field names and values that are not personal; no row is ever changed or deleted."""

    __tablename__ = "journal"

    id: Mapped[Id]
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(12))
    actor_id: Mapped[int | None] = mapped_column(BigId)
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int] = mapped_column(BigId)
    location_id: Mapped[int | None] = mapped_column(BigId)
    facts: Mapped[Facts]

    __table_args__ = (
        Index("ix_journal_subject", "subject", "subject_id", "id"),
        Index("ix_journal_day", "location_id", "at"),
        {"sqlite_autoincrement": True, "info": APPEND_ONLY},
    )


class PersonalEntry(Base):
    """Before and after of a personal field; erasure and retention delete these rows."""

    __tablename__ = "journal_personal"

    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("journal.id"), primary_key=True, autoincrement=False)
    field: Mapped[str] = mapped_column(String(40), primary_key=True)
    before: Mapped[str | None] = mapped_column(String(2000), info=PERSONAL)
    after: Mapped[str | None] = mapped_column(String(2000), info=PERSONAL)

    __table_args__ = ({"info": FORGOTTEN},)
