"""How the facilities of the houses are."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import APPEND_ONLY, BigId, Id


class FacilityState(Base):
    """How a facility is from `since_at`, until another row says otherwise; the highest `revision` is how it is now.

    `words` and `what_we_do` are published and name nobody. `until_at` is what the house expects, nothing ends by it.
    `notice_id` is the notice that brought it about, `staff_id` who said so; None for the system. Revisions of a
    facility count from 1 without gaps, so of two who report at once only one can.
    """

    __tablename__ = "facility_state"

    id: Mapped[Id]
    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"))
    facility_id: Mapped[int] = mapped_column(BigId, ForeignKey("facility.id"))
    revision: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(String(500), default="")
    what_we_do: Mapped[str] = mapped_column(String(500), default="")
    since_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
    notice_id: Mapped[int | None] = mapped_column(BigId)
    staff_id: Mapped[int | None] = mapped_column(BigId)
    reported_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("facility_id", "revision"),
        CheckConstraint("state IN ('fine', 'limited', 'closed')", "state"),
        CheckConstraint("revision >= 1", "revision"),
        CheckConstraint("until_at IS NULL OR until_at > since_at", "until"),
        Index("ix_facility_state_location_id", "location_id", "reported_at"),
        {"info": APPEND_ONLY},
    )
