"""Notes of staff on what got in a guest's way."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import PERSONAL, BigId, Id


class FrictionNote(Base):
    """One thing, in the words of whoever saw it, with the address of the page on which they wrote it.

    `theme` is one of `app.care.themes`. A note without a location was written on a page of the whole group.
    """

    __tablename__ = "friction_note"

    id: Mapped[Id]
    location_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("location.id"))
    staff_id: Mapped[int] = mapped_column(BigId, ForeignKey("staff.id"))
    page: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(String(1000), info=PERSONAL)
    theme: Mapped[str] = mapped_column(String(20))
    made_at: Mapped[datetime]

    __table_args__ = (Index("ix_friction_note_location_id", "location_id", "id"),)
