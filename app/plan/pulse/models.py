"""Answers of staff, kept so that nobody can tell whose they are."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import BigId


class PulseCount(Base):
    """How often a house's staff said that their work was this easy (1 hard to 5 easy) in a month.

    Only counts: no person, no hour, no order in which they came.
    """

    __tablename__ = "pulse_count"

    month_on: Mapped[date] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"), primary_key=True, autoincrement=False)
    ease: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    answers: Mapped[int]

    __table_args__ = (
        CheckConstraint("ease BETWEEN 1 AND 5", "ease"),
        CheckConstraint("answers > 0", "answers"),
    )


class PulseAsked(Base):
    """Somebody has answered this month's question or put it away; which of the two is not written down."""

    __tablename__ = "pulse_asked"

    month_on: Mapped[date] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(BigId, ForeignKey("staff.id"), primary_key=True, autoincrement=False)
