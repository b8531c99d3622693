"""Notes of staff on a booking."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import FORGOTTEN, PERSONAL, BigId, Id


class BookingNote(Base):
    """What one member of staff wants the others to know. It is about somebody, so it goes with them."""

    __tablename__ = "booking_note"

    id: Mapped[Id]
    booking_id: Mapped[int] = mapped_column(BigId, ForeignKey("booking.id"), index=True)
    staff_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("staff.id"))
    words: Mapped[str] = mapped_column(String(1000), info=PERSONAL)
    made_at: Mapped[datetime]

    __table_args__ = ({"sqlite_autoincrement": True, "info": FORGOTTEN},)
