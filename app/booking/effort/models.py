"""The effort of booking, for nothing but the ease that is expected of guests who were not asked or did not answer."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import BigId


class BookingEffort(Base):
    """Six counts of the visit that made a booking (`rules.Effort`), without the visit. Guests who object have none."""

    __tablename__ = "booking_effort"

    booking_id: Mapped[int] = mapped_column(BigId, ForeignKey("booking.id"), primary_key=True, autoincrement=False)
    back_steps: Mapped[int]
    refusals: Mapped[int]
    errors: Mapped[int]
    seconds: Mapped[int]
    returns_to_search: Mapped[int]
    price_changes: Mapped[int]

    __table_args__ = (
        CheckConstraint(
            "back_steps >= 0 AND refusals >= 0 AND errors >= 0 AND seconds >= 0 AND returns_to_search >= 0"
            " AND price_changes >= 0",
            "counts",
        ),
    )
