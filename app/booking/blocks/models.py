"""Blocks of rooms for a group."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import PERSONAL, BigId, Id


class GroupBlock(Base):
    """Rooms kept for a group from one night up to another. What it still holds are the claims of the owner `block`.

    Its guests are booked at `rate_plan_id`, which is the block's own where a price was agreed. After `cut_off_on` what
    is left goes on sale again (`released_at`).
    """

    __tablename__ = "group_block"

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(default=1)
    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"))
    rate_plan_id: Mapped[int] = mapped_column(BigId, ForeignKey("rate_plan.id"))
    name: Mapped[str] = mapped_column(String(60), info=PERSONAL)
    contact_name: Mapped[str] = mapped_column(String(120), default="", info=PERSONAL)
    contact_email: Mapped[str | None] = mapped_column(String(254), info=PERSONAL)
    contact_phone: Mapped[str | None] = mapped_column(String(40), info=PERSONAL)
    arrival_on: Mapped[date]
    departure_on: Mapped[date]
    cut_off_on: Mapped[date]
    made_at: Mapped[datetime]
    released_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("arrival_on < departure_on AND cut_off_on <= arrival_on", "span"),
        Index(
            "ix_group_block_open",
            "cut_off_on",
            sqlite_where=text("released_at IS NULL"),
            postgresql_where=text("released_at IS NULL"),
        ),
        Index("ix_group_block_location", "location_id", "arrival_on"),
        {"sqlite_autoincrement": True},
    )


class BlockRooms(Base):
    """How many rooms of a type were agreed for a block, and for how much a night; None where the plan's rate holds."""

    __tablename__ = "block_rooms"

    block_id: Mapped[int] = mapped_column(BigId, ForeignKey("group_block.id"), primary_key=True, autoincrement=False)
    room_type_id: Mapped[int] = mapped_column(BigId, ForeignKey("room_type.id"), primary_key=True, autoincrement=False)
    count: Mapped[int]
    amount_minor: Mapped[int | None]

    __table_args__ = (CheckConstraint("count > 0 AND amount_minor > 0", "count"),)
