"""Views that were kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import BigId, Id


class SavedView(Base):
    """A page of the marketing desk with its filters (`url`, path and query), by whoever kept it.

    `shared` shows it to everybody who reads measures; what they see on it is still what they may.
    """

    __tablename__ = "saved_view"

    id: Mapped[Id]
    staff_id: Mapped[int] = mapped_column(BigId, ForeignKey("staff.id"))
    title: Mapped[str] = mapped_column(String(80))
    url: Mapped[str] = mapped_column(String(400))
    shared: Mapped[bool]
    made_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("staff_id", "title"), {"sqlite_autoincrement": True})
