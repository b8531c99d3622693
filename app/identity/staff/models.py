"""Staff accounts and the roles they hold."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import PERSONAL, SECRET, BigId, Id


class Staff(Base):
    """Somebody who works here. Whoever has left (`closed_at`) keeps the row, since deeds carry their id."""

    __tablename__ = "staff"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    email: Mapped[str] = mapped_column(String(254), info=PERSONAL)
    email_lower: Mapped[str] = mapped_column(String(254), unique=True, info=PERSONAL)
    password_hash: Mapped[str] = mapped_column(String(200), info=SECRET)
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    __table_args__ = ({"sqlite_autoincrement": True},)


class StaffRole(Base):
    """A role at one house; at the whole group where `location_id` is None."""

    __tablename__ = "staff_role"

    id: Mapped[Id]
    staff_id: Mapped[int] = mapped_column(BigId, ForeignKey("staff.id"))
    role: Mapped[str] = mapped_column(String(20))
    location_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("location.id"))

    __table_args__ = (
        CheckConstraint(
            "(role IN ('reception', 'manager', 'kitchen', 'housekeeping') AND location_id IS NOT NULL)"
            " OR (role IN ('marketing', 'administrator') AND location_id IS NULL)",
            "place",
        ),
        UniqueConstraint("staff_id", "role", "location_id"),
        Index(
            "ix_staff_role_group",
            "staff_id",
            "role",
            unique=True,
            sqlite_where=text("location_id IS NULL"),
            postgresql_where=text("location_id IS NULL"),
        ),
    )
