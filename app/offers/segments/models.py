"""Whom offers and campaigns are for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import BigId, Document, Facts, Id


class Segment(Base):
    """An audience with a name, which offers and campaigns share. `conditions` are the document of `Conditions`."""

    __tablename__ = "segment"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(60))
    name_lower: Mapped[str] = mapped_column(String(60), unique=True)
    conditions: Mapped[Facts]
    staff_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("staff.id"))
    made_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)

    __table_args__ = (CheckConstraint("revision >= 1", "revision"), {"sqlite_autoincrement": True})


class OfferAudience(Base):
    """Whom one offer is for: a segment as it stands on the day, or conditions of its own. Without a row, everybody."""

    __tablename__ = "offer_audience"

    promotion_id: Mapped[int] = mapped_column(BigId, ForeignKey("promotion.id"), primary_key=True, autoincrement=False)
    segment_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("segment.id"), index=True)
    conditions: Mapped[dict[str, object] | None] = mapped_column(Document)

    __table_args__ = (CheckConstraint("(segment_id IS NULL) <> (conditions IS NULL)", "one_of_two"),)
