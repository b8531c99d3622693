"""Guests."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import PERSONAL, Id


class Guest(Base):
    """Somebody who booked. Erasure leaves the row as a pseudonym."""

    __tablename__ = "guest"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    email: Mapped[str | None] = mapped_column(String(254), info=PERSONAL)
    email_lower: Mapped[str | None] = mapped_column(String(254), info=PERSONAL)
    phone: Mapped[str | None] = mapped_column(String(30), info=PERSONAL)
    language: Mapped[str] = mapped_column(String(10), default="en")
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_guest_email_lower", "email_lower"), {"sqlite_autoincrement": True})
