"""Staff accounts and the roles they hold."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import PERSONAL, SECRET, BigId, Id


class Staff(Base):
    """Somebody who works here. Whoever has left (`closed_at`) keeps the row, since deeds carry their id.

    An invitation is good for one person until `invited_until`, which is None once it was taken up; every new one raises
    `invitation`. `totp_step` is the newest half minute whose figures were used, so that none is used twice.
    """

    __tablename__ = "staff"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    email: Mapped[str] = mapped_column(String(254), info=PERSONAL)
    email_lower: Mapped[str] = mapped_column(String(254), unique=True, info=PERSONAL)
    password_hash: Mapped[str] = mapped_column(String(200), info=SECRET)
    pin_hash: Mapped[str | None] = mapped_column(String(200), info=SECRET)
    totp_secret: Mapped[str | None] = mapped_column(String(64), info=SECRET)
    totp_step: Mapped[int | None] = mapped_column(BigId)
    invitation: Mapped[int] = mapped_column(default=0)
    invited_until: Mapped[datetime | None]
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


class RecoveryCode(Base):
    """Stands in for the second factor once. Only the digest is kept."""

    __tablename__ = "staff_recovery_code"

    id: Mapped[Id]
    staff_id: Mapped[int] = mapped_column(BigId, ForeignKey("staff.id"))
    digest: Mapped[str] = mapped_column(String(64), info=SECRET)
    used_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("staff_id", "digest"),)


class DeskTrust(Base):
    """A browser in a house at which somebody showed their second factor and said that it may be trusted.

    The browser's cookie holds a random token, `desk` is its digest: one for all who share the desk. Good for the rest
    of the day of `proven_at`; `tries` are wrong PINs since the password was typed here.
    """

    __tablename__ = "staff_desk"

    id: Mapped[Id]
    desk: Mapped[str] = mapped_column(String(64), info=SECRET)
    staff_id: Mapped[int] = mapped_column(BigId, ForeignKey("staff.id"), index=True)
    proven_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        UniqueConstraint("desk", "staff_id"),
        CheckConstraint("tries >= 0", "tries"),
    )
