"""Days that are closed, and their figures."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import APPEND_ONLY, BigId, Currency, Id


class DayClose(Base):
    """A house's day that is closed: all that was written from `from_at` up to but not including `until_at`."""

    __tablename__ = "day_close"

    id: Mapped[Id]
    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"))
    day_on: Mapped[date]
    from_at: Mapped[datetime]
    until_at: Mapped[datetime]
    currency: Mapped[Currency]
    closed_by: Mapped[int] = mapped_column(BigId, ForeignKey("staff.id"))
    closed_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("location_id", "day_on"),
        CheckConstraint("from_at < until_at AND until_at <= closed_at", "over"),
        {"info": APPEND_ONLY},
    )


class DayCloseLine(Base):
    """One figure of a closed day. `taken` and `refunded` by method, `invoiced` by VAT rate in basis points, `held`:
    deposits of guests who were still to come when it ended; `counted`: the cash in the till.
    """

    __tablename__ = "day_close_line"

    day_close_id: Mapped[int] = mapped_column(BigId, ForeignKey("day_close.id"), primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    key: Mapped[str] = mapped_column(String(14), primary_key=True)
    amount_minor: Mapped[int]
    vat_minor: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        CheckConstraint("kind IN ('taken', 'refunded', 'invoiced', 'held', 'counted')", "kind"),
        {"info": APPEND_ONLY},
    )
