"""Who is written to when something about a house changes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import FORGOTTEN, MAIL, BigId, Document, Id

_LIVE = text("confirmed_at IS NOT NULL AND ended_at IS NULL")


class StatusSubscription(Base):
    """An address that asked to hear of a house, and hears of nothing before it confirmed that by the mail it got.

    `facilities` are the ids it wants to hear of, none for all. `told_id` is the last report (`facility_state.id`) that
    it was written to about, or that it had no wish to hear of. An address has one live subscription a house.
    """

    __tablename__ = "status_subscription"

    id: Mapped[Id]
    email_lower: Mapped[str] = mapped_column(String(254), info=MAIL, index=True)
    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"))
    facilities: Mapped[list[int]] = mapped_column(Document)
    told_id: Mapped[int] = mapped_column(BigId, default=0)
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("confirmed_at IS NULL OR confirmed_at >= asked_at", "confirmed"),
        Index(
            "ix_status_subscription_live",
            "location_id",
            "email_lower",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        {"sqlite_autoincrement": True, "info": FORGOTTEN},
    )
