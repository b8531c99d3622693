"""What was promised to whom."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import BigId, Document, Id


class Alternative(Base):
    """What one booking could be instead, other `dates` or another `house`, held for it by claims until `until_at`.

    `basket` is None where nothing could be promised: then it is not offered. It is for the booking as it was at
    `booking_revision`, and for the notice as it was at `notice_revision`. The claims' owner is `notice` and the id of
    the touch; `released_at` is when they went, taken or not, before their time.
    """

    __tablename__ = "notice_alternative"

    id: Mapped[Id]
    touch_id: Mapped[int] = mapped_column(BigId, ForeignKey("notice_touch.id"))
    kind: Mapped[str] = mapped_column(String(5))
    basket: Mapped[dict[str, Any] | None] = mapped_column(Document)
    location_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("location.id"))
    arrival_on: Mapped[date | None]
    booking_revision: Mapped[int]
    notice_revision: Mapped[int | None]
    promised_at: Mapped[datetime]
    until_at: Mapped[datetime]
    released_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("touch_id", "kind"),
        CheckConstraint("kind IN ('dates', 'house')", "kind"),
        CheckConstraint(
            "(basket IS NULL) = (location_id IS NULL) AND (basket IS NULL) = (arrival_on IS NULL)", "promised"
        ),
        Index(
            "ix_notice_alternative_held",
            "touch_id",
            sqlite_where=text("released_at IS NULL"),
            postgresql_where=text("released_at IS NULL"),
        ),
        {"sqlite_autoincrement": True},
    )


class NoticeRead(Base):
    """Whoever fills in a checkout has read a notice, as it stood at `revision`, before they paid."""

    __tablename__ = "notice_read"

    checkout_id: Mapped[int] = mapped_column(BigId, ForeignKey("checkout.id"), primary_key=True, autoincrement=False)
    notice_id: Mapped[int] = mapped_column(BigId, ForeignKey("notice.id"), primary_key=True, autoincrement=False)
    revision: Mapped[int]
    read_at: Mapped[datetime]
