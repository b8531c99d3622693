"""What the visits of a day came to, once no more of it can change."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import Document


class FunnelDay(Base):
    """The visits of a day that were no bot's, all of them (`slice` empty) or those with one value of a dimension.

    The steps are how many visits reached them; `figures` is `app.experience.funnel.days.rules.Sum` as a document.
    A day has no rows or all of its slices.
    """

    __tablename__ = "funnel_day"

    slice: Mapped[str] = mapped_column(String(40), primary_key=True)
    day_on: Mapped[date] = mapped_column(primary_key=True)
    search: Mapped[int]
    results: Mapped[int]
    room: Mapped[int]
    details: Mapped[int]
    payment: Mapped[int]
    booked: Mapped[int]
    figures: Mapped[dict[str, Any]] = mapped_column(Document)
