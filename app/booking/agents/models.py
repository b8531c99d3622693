"""Agents, whose names stand on the bookings they make as `channel`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import PERSONAL, Id


class AgentOfGroup(Base):
    """Somebody who books for others. The name is made once, since bookings carry it; `closed_at` takes them off lists.

    `pays`: they pay the house themselves, not their guests.
    """

    __tablename__ = "agent"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(60), info=PERSONAL)
    name_lower: Mapped[str] = mapped_column(String(60), unique=True, info=PERSONAL)
    email: Mapped[str | None] = mapped_column(String(254), info=PERSONAL)
    commission_bp: Mapped[int] = mapped_column(default=0)
    pays: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    closed_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("commission_bp BETWEEN 0 AND 5000", "commission"),)
