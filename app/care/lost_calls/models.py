"""Calls that came to no booking."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import PERSONAL, BigId, Document, Id


class LostCall(Base):
    """What somebody on the telephone wanted, and why they did not book. Dates are None where none were said."""

    __tablename__ = "lost_call"

    id: Mapped[Id]
    taken_at: Mapped[datetime] = mapped_column(index=True)
    staff_id: Mapped[int] = mapped_column(BigId)
    arrival_on: Mapped[date | None]
    departure_on: Mapped[date | None]
    adults: Mapped[int]
    children: Mapped[str] = mapped_column(String(40), default="")
    cots: Mapped[int] = mapped_column(default=0)
    dogs: Mapped[int] = mapped_column(default=0)
    needs: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(String(20))
    theme: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(String(500), default="", info=PERSONAL)

    __table_args__ = (
        CheckConstraint("(arrival_on IS NULL) = (departure_on IS NULL)", "dates"),
        CheckConstraint("arrival_on < departure_on", "nights"),
    )


class LostCallHouse(Base):
    """A house at which a lost caller wanted to stay.

    `denied` is what its board said of it then, as `availability.denied.Denied.told`; None where it had something.
    """

    __tablename__ = "lost_call_house"

    lost_call_id: Mapped[int] = mapped_column(BigId, ForeignKey("lost_call.id"), primary_key=True, autoincrement=False)
    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"), primary_key=True, autoincrement=False)
    denied: Mapped[dict[str, Any] | None] = mapped_column(Document)

    __table_args__ = (Index("ix_lost_call_house_location", "location_id", "lost_call_id"),)
