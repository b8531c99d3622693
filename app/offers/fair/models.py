"""What the nightly check of prices found."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import BigId, Document, Facts


class PriceCheck(Base):
    """The quotes told on a day, of which `sampled` were worked out again as a stranger's.

    `offered` of these had an offer in them. `differences` names each quote that differed with its lines, `reasons` how
    many could not be replayed and why. `done` says what became of what differed; guests read it.
    """

    __tablename__ = "price_check"

    day: Mapped[date] = mapped_column(primary_key=True)
    quotes: Mapped[int]
    sampled: Mapped[int]
    equal: Mapped[int]
    differing: Mapped[int]
    not_replayable: Mapped[int]
    offered: Mapped[int] = mapped_column(default=0)
    differences: Mapped[list[dict[str, Any]]] = mapped_column(Document)
    reasons: Mapped[Facts]
    checked_at: Mapped[datetime]
    done: Mapped[str | None] = mapped_column(String(500))
    done_at: Mapped[datetime | None]
    staff_id: Mapped[int | None] = mapped_column(BigId)

    __table_args__ = (
        CheckConstraint("equal >= 0 AND differing >= 0 AND not_replayable >= 0", "counts"),
        CheckConstraint("sampled = equal + differing + not_replayable", "adds_up"),
        CheckConstraint("sampled <= quotes AND offered BETWEEN 0 AND sampled", "sampled"),
        CheckConstraint("(done IS NULL) = (done_at IS NULL)", "done"),
    )
