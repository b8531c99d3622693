"""What is kept of the people of a booking."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import FORGOTTEN, KEPT_BY_LAW, PERSONAL, BigId, Id


class Allergy(Base):
    """What one person of a stay cannot eat: health data, kept under the consent given at that place.

    `number` is the person's within the stay. `read_at` and `read_by` are the kitchen's, for the words as they stand.
    """

    __tablename__ = "allergy"

    id: Mapped[Id]
    stay_id: Mapped[int] = mapped_column(BigId, ForeignKey("stay.id"), index=True)
    number: Mapped[int] = mapped_column(default=1)
    person: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    allergens: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    severity: Mapped[str] = mapped_column(String(20), default="", info=PERSONAL)
    words: Mapped[str] = mapped_column(String(500), default="", info=PERSONAL)
    kept: Mapped[bool] = mapped_column(default=False)
    consent_text: Mapped[str] = mapped_column(String(500))
    consented_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    read_by: Mapped[int | None] = mapped_column(BigId)

    __table_args__ = ({"info": FORGOTTEN},)


class RegisterEntry(Base):
    """What the law asks a hotel to know of one person of 16 or over; twelve months after departure it is gone.

    The person is `number` of the booking's room `part`; above `LEFT_EARLY` one who left before the others. Passport and
    destination only where nationality asks for them.
    """

    __tablename__ = "register_entry"

    id: Mapped[Id]
    booking_id: Mapped[int] = mapped_column(BigId, ForeignKey("booking.id"))
    part: Mapped[int]
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    nationality: Mapped[str] = mapped_column(String(2), default="", info=PERSONAL)
    passport_number: Mapped[str] = mapped_column(String(40), default="", info=PERSONAL)
    passport_place: Mapped[str] = mapped_column(String(120), default="", info=PERSONAL)
    next_destination: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    written_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("booking_id", "part", "number"), {"info": KEPT_BY_LAW})
