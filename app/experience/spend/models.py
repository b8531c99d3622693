"""What was spent outside the houses, month by month."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import Currency


class MediaSpend(Base):
    """What a channel (a key of `rules.CHANNELS`) cost the group in the month that begins on `month_on`."""

    __tablename__ = "media_spend"

    month_on: Mapped[date] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    amount_minor: Mapped[int]
    currency: Mapped[Currency]
    version: Mapped[int] = mapped_column(default=1)
    entered_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("amount_minor >= 0", "amount"),)
