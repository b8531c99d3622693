"""What a guest meets on the way."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import Id


class Touchpoint(Base):
    """One thing that a guest meets at a phase: `ours`, a `partner`'s, or what the `guest` does without us."""

    __tablename__ = "touchpoint"

    id: Mapped[Id]
    phase: Mapped[str] = mapped_column(String(20))
    position: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = mapped_column(String(80))
    whose: Mapped[str] = mapped_column(String(10))
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        CheckConstraint("whose IN ('ours', 'partner', 'guest')", "whose"),
        Index("ix_touchpoint_phase", "phase", "position"),
        {"sqlite_autoincrement": True},
    )
