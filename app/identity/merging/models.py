"""Which guests were merged, and every row that changed hands by it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import OTHERS, BigId, Document, Id


class Merge(Base):
    """The guest `gone_id` was found to be `kept_id`; taken apart again at `undone_at`. Names nobody."""

    __tablename__ = "merge"

    id: Mapped[Id]
    kept_id: Mapped[int] = mapped_column(BigId, ForeignKey("guest.id"), index=True, info=OTHERS)
    gone_id: Mapped[int] = mapped_column(BigId, ForeignKey("guest.id"), index=True, info=OTHERS)
    merged_by: Mapped[int | None] = mapped_column(BigId)
    merged_at: Mapped[datetime]
    undone_by: Mapped[int | None] = mapped_column(BigId)
    undone_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("kept_id <> gone_id", "two"),
        {"sqlite_autoincrement": True},
    )


class ToldApart(Base):
    """Two guests who look alike and are two, as a person found. Names nobody."""

    __tablename__ = "told_apart"

    lower_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("guest.id"), primary_key=True, autoincrement=False, info=OTHERS
    )
    higher_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("guest.id"), primary_key=True, autoincrement=False, index=True, info=OTHERS
    )
    told_by: Mapped[int | None] = mapped_column(BigId)
    told_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("lower_id < higher_id", "two"),)


class MergedRow(Base):
    """A row that named the guest who is gone and names the other since; `key` is its primary key."""

    __tablename__ = "merged_row"

    id: Mapped[Id]
    merge_id: Mapped[int] = mapped_column(BigId, ForeignKey("merge.id"))
    in_table: Mapped[str] = mapped_column(String(60))
    in_column: Mapped[str] = mapped_column(String(60))
    key: Mapped[list[Any]] = mapped_column(Document)

    __table_args__ = (Index("ix_merged_row_merge_id", "merge_id", "id"),)
