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


class FunnelCell(Base):
    """The visits of a day that were no bot's and have the same value of every dimension, by the words of
    `app.experience.funnel.days.rules.value_of`; the steps are how many reached them.

    Written with the day's slices: what asks for values of several dimensions is answered from here.
    """

    __tablename__ = "funnel_cell"

    day_on: Mapped[date] = mapped_column(primary_key=True)
    location: Mapped[str] = mapped_column(String(20), primary_key=True)
    device: Mapped[str] = mapped_column(String(6), primary_key=True)
    source: Mapped[str] = mapped_column(String(10), primary_key=True)
    returning: Mapped[str] = mapped_column("returning", String(10), primary_key=True, quote=True)
    heads: Mapped[str] = mapped_column(String(10), primary_key=True)
    lead: Mapped[str] = mapped_column("lead", String(10), primary_key=True, quote=True)
    search: Mapped[int]
    results: Mapped[int]
    room: Mapped[int]
    details: Mapped[int]
    payment: Mapped[int]
    booked: Mapped[int]

    __table_args__ = ({"sqlite_with_rowid": False},)
