"""What somebody does about a figure."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import BigId, Id


class PlanAction(Base):
    """One action and the figure that will judge it, named before it starts; for all houses without a location.

    `measure` and `measure_of` name one of `app.plan.measures`. The baseline is that figure over the days from
    `baseline_since_on` up to and with `baseline_until_on`, as it stood when the action was written down; it and the aim
    are in thousandths of the measure's unit, the baseline None where there was no data. What comes after is counted
    from `starts_on` up to the day before `due_on`, on which it is judged. `decision` is what became of it.
    """

    __tablename__ = "plan_action"

    id: Mapped[Id]
    location_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("location.id"))
    phase: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(20))
    desk: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(120))
    evidence: Mapped[str] = mapped_column(String(300), default="")
    owner_id: Mapped[int] = mapped_column(BigId, ForeignKey("staff.id"))
    measure: Mapped[str] = mapped_column(String(20))
    measure_of: Mapped[str] = mapped_column(String(40), default="")
    aim_thousandths: Mapped[int]
    baseline_thousandths: Mapped[int | None]
    baseline_n: Mapped[int] = mapped_column(default=0)
    baseline_since_on: Mapped[date]
    baseline_until_on: Mapped[date]
    starts_on: Mapped[date]
    due_on: Mapped[date]
    decision: Mapped[str | None] = mapped_column(String(10))
    made_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        CheckConstraint("starts_on < due_on", "days"),
        CheckConstraint("baseline_since_on <= baseline_until_on AND baseline_until_on < starts_on", "baseline"),
        CheckConstraint("(baseline_thousandths IS NULL) = (baseline_n = 0)", "counted"),
        CheckConstraint("decision IN ('kept', 'undone', 'dropped')", "decision"),
        Index("ix_plan_action_location_id", "location_id", "due_on"),
        {"sqlite_autoincrement": True},
    )
