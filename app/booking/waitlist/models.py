"""Entries of the waitlist. What they wait for stands in inventory's `watch` while they wait."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import MAIL, PERSONAL, BigId, Document, Id


class WaitlistEntry(Base):
    """Somebody waits for `nights` nights between two dates in any of these room types. The line goes by id.

    `rooms` is how many of one house they want; None: as few as take them. From `offered` on what was held are its
    `WaitlistRoom`s, from `arrival_on`.

    States: `waiting`; `offered` (a place is held until `held_until_at`); `taken` (it went on to a checkout); `lapsed`
    (the hour or the dates passed); `left`. Name and mail are gone some time after `ended_at`.
    """

    __tablename__ = "waitlist_entry"

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    earliest_on: Mapped[date]
    latest_on: Mapped[date]
    nights: Mapped[int]
    room_types: Mapped[list[int]] = mapped_column(Document)
    rooms: Mapped[int | None] = mapped_column(default=1)
    adults: Mapped[int]
    children: Mapped[str] = mapped_column(String(40), default="")
    cots: Mapped[int] = mapped_column(default=0)
    dogs: Mapped[int] = mapped_column(default=0)
    needs: Mapped[str] = mapped_column(String(40), default="")
    name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    email: Mapped[str | None] = mapped_column(String(254), info=PERSONAL)
    email_lower: Mapped[str | None] = mapped_column(String(254), info=MAIL, index=True)
    language: Mapped[str] = mapped_column(String(10), default="en")
    created_at: Mapped[datetime]
    arrival_on: Mapped[date | None]
    stands_from_at: Mapped[datetime | None]
    held_until_at: Mapped[datetime | None]
    checkout_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("checkout.id"))
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'offered', 'taken', 'lapsed', 'left')", "state"),
        CheckConstraint("earliest_on < latest_on AND nights > 0", "span"),
        CheckConstraint("state <> 'offered' OR held_until_at IS NOT NULL", "held"),
        Index("ix_waitlist_entry_state", "state", "held_until_at"),
        {"sqlite_autoincrement": True},
    )


class WaitlistRoom(Base):
    """One of the rooms that were held for an entry, and who was to sleep in it. They stay when the hour has passed."""

    __tablename__ = "waitlist_room"

    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("waitlist_entry.id"), primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    room_type_id: Mapped[int] = mapped_column(BigId, ForeignKey("room_type.id"))
    adults: Mapped[int]
    children: Mapped[str] = mapped_column(String(40), default="")
    cots: Mapped[int] = mapped_column(default=0)
    dogs: Mapped[int] = mapped_column(default=0)
