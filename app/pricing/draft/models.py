"""The one open draft of a house, and between which prices its rates may lie."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import BigId, Document, Id


class RateDraft(Base):
    """What a house is about to publish; one at a time. `revision` rises with every change, and each keeps its own."""

    __tablename__ = "rate_draft"

    id: Mapped[Id]
    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"), unique=True)
    revision: Mapped[int]
    begun_at: Mapped[datetime]

    __table_args__ = ({"sqlite_autoincrement": True},)


class DraftRate(Base):
    """The rate of a night as it will be; `before_minor` is what stood there before this change, None for no rate."""

    __tablename__ = "draft_rate"

    draft_id: Mapped[int] = mapped_column(BigId, ForeignKey("rate_draft.id"), primary_key=True, autoincrement=False)
    night: Mapped[date] = mapped_column(primary_key=True)
    room_type_id: Mapped[int] = mapped_column(BigId, ForeignKey("room_type.id"), primary_key=True, autoincrement=False)
    rate_plan_id: Mapped[int] = mapped_column(BigId, ForeignKey("rate_plan.id"), primary_key=True, autoincrement=False)
    amount_minor: Mapped[int]
    before_minor: Mapped[int | None]
    revision: Mapped[int]
    staff_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("staff.id"))
    changed_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("amount_minor > 0", "amount"), {"sqlite_with_rowid": False})


class DraftRestriction(Base):
    """All that a night will forbid in a scope; where it forbids nothing, what stands is lifted."""

    __tablename__ = "draft_restriction"

    draft_id: Mapped[int] = mapped_column(BigId, ForeignKey("rate_draft.id"), primary_key=True, autoincrement=False)
    night: Mapped[date] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(String(10), primary_key=True)
    scope_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    closed: Mapped[bool]
    closed_to_arrival: Mapped[bool]
    closed_to_departure: Mapped[bool]
    min_stay_arrival: Mapped[int | None]
    min_stay_through: Mapped[int | None]
    max_stay: Mapped[int | None]
    revision: Mapped[int]
    staff_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("staff.id"))
    changed_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("scope IN ('location', 'room_type', 'rate_plan')", "scope"),)


class DraftPlan(Base):
    """How a derived plan will follow its base."""

    __tablename__ = "draft_plan"

    draft_id: Mapped[int] = mapped_column(BigId, ForeignKey("rate_draft.id"), primary_key=True, autoincrement=False)
    rate_plan_id: Mapped[int] = mapped_column(BigId, ForeignKey("rate_plan.id"), primary_key=True, autoincrement=False)
    adjust_bp: Mapped[int]
    adjust_minor: Mapped[int]
    revision: Mapped[int]
    staff_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("staff.id"))
    changed_at: Mapped[datetime]


class RateBound(Base):
    """The lowest and the highest rate that a room type may have on any night ahead, for two, on a plan with rates."""

    __tablename__ = "rate_bound"

    room_type_id: Mapped[int] = mapped_column(BigId, ForeignKey("room_type.id"), primary_key=True, autoincrement=False)
    floor_minor: Mapped[int]
    ceiling_minor: Mapped[int]

    __table_args__ = (CheckConstraint("0 < floor_minor AND floor_minor <= ceiling_minor", "order"),)


class RateImport(Base):
    """A file that somebody brought and looks over: of rates, `cells` as (night, room type, plan, amount); or of
    restrictions, `limits` as (night, scope, its id, rules), None in a file of rates.

    One for each person at a house; it is gone once what it sets stands in the draft, or with the next file.
    """

    __tablename__ = "rate_import"

    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"), primary_key=True, autoincrement=False)
    staff_id: Mapped[int] = mapped_column(BigId, ForeignKey("staff.id"), primary_key=True, autoincrement=False)
    made_at: Mapped[datetime]
    lines: Mapped[int]
    cells: Mapped[list[Any]] = mapped_column(Document)
    bad: Mapped[list[Any]] = mapped_column(Document)
    limits: Mapped[list[Any] | None] = mapped_column(Document)
