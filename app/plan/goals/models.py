"""Promises and goals."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import BigId


class Goal(Base):
    """One sentence that a house promises its guests at a phase, and the aim that shows whether it is kept.

    `measure` and `measure_of` name one of `app.plan.measures`; the aim is in thousandths of its unit: 850 is 85 % of a
    share, 45000 an NPS of 45, 5500 a CES of 5.5. A promise without a measure has None for both.
    """

    __tablename__ = "goal"

    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"), primary_key=True, autoincrement=False)
    phase: Mapped[str] = mapped_column(String(20), primary_key=True)
    promise: Mapped[str] = mapped_column(String(200))
    measure: Mapped[str | None] = mapped_column(String(20))
    measure_of: Mapped[str] = mapped_column(String(40), default="")
    aim_thousandths: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (CheckConstraint("(measure IS NULL) = (aim_thousandths IS NULL)", "aim"),)
