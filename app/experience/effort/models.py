"""What was learnt each night."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import Document, Id


class EffortModel(Base):
    """The model of a night (`rules.Model` as a document), one a night. Both errors are root mean squares, on the scale
    of 1 to 7, of answers that were held out: `error` the model's, `without` that of the plain mean."""

    __tablename__ = "effort_model"

    id: Mapped[Id]
    fitted_on: Mapped[date] = mapped_column(unique=True)
    fitted_at: Mapped[datetime]
    learnt_from: Mapped[int]
    error: Mapped[float]
    without: Mapped[float]
    model: Mapped[dict[str, Any]] = mapped_column(Document)

    __table_args__ = (
        CheckConstraint("learnt_from > 0", "learnt_from"),
        CheckConstraint("error >= 0 AND without >= 0", "errors"),
    )
