"""What is counted from bookings, so that many guests can be asked about at once. Every row can be counted anew."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import DERIVED, FORGOTTEN, PERSONAL, BigId, Document


class GuestHistory(Base):
    """The facts of a guest's bookings: `app.offers.history.rules.facts.History`, column by column.

    There is no row for a guest without bookings, nor for one whose history is not to be used, is forgotten or was
    merged into another; since the worker writes it, whoever reads it asks `guest` as well (`known_guests`).
    """

    __tablename__ = "guest_history"

    guest_id: Mapped[int] = mapped_column(BigId, ForeignKey("guest.id"), primary_key=True, autoincrement=False)
    stays: Mapped[int] = mapped_column(info=PERSONAL)
    nights: Mapped[int] = mapped_column(info=PERSONAL)
    first_arrival_on: Mapped[date | None] = mapped_column(info=PERSONAL)
    last_departure_on: Mapped[date | None] = mapped_column(info=PERSONAL)
    last_location_id: Mapped[int | None] = mapped_column(BigId, info=PERSONAL)
    cadence_days: Mapped[int | None] = mapped_column(info=PERSONAL)
    lapses_on: Mapped[date | None] = mapped_column(info=PERSONAL)
    location_id: Mapped[int | None] = mapped_column(BigId, info=PERSONAL)
    houses: Mapped[int] = mapped_column(info=PERSONAL)
    room_type_id: Mapped[int | None] = mapped_column(BigId, info=PERSONAL)
    season: Mapped[str | None] = mapped_column(String(6), info=PERSONAL)
    adults: Mapped[int | None] = mapped_column(info=PERSONAL)
    children: Mapped[int | None] = mapped_column(info=PERSONAL)
    dog_stays: Mapped[int] = mapped_column(info=PERSONAL)
    supper_stays: Mapped[int] = mapped_column(info=PERSONAL)
    supper_share_bp: Mapped[int | None] = mapped_column(info=PERSONAL)
    extra_stays: Mapped[int] = mapped_column(info=PERSONAL)
    lead_days: Mapped[int | None] = mapped_column(info=PERSONAL)
    weekend_nights: Mapped[int] = mapped_column(info=PERSONAL)
    weekend_share_bp: Mapped[int | None] = mapped_column(info=PERSONAL)
    midweek_stays: Mapped[int] = mapped_column(info=PERSONAL)
    spend_minor: Mapped[int | None] = mapped_column(BigId, info=PERSONAL)
    night_minor: Mapped[int | None] = mapped_column(BigId, info=PERSONAL)
    currency: Mapped[str | None] = mapped_column(String(3), info=PERSONAL)
    cancellations: Mapped[int] = mapped_column(info=PERSONAL)
    no_shows: Mapped[int] = mapped_column(info=PERSONAL)
    last_cancelled_on: Mapped[date | None] = mapped_column(info=PERSONAL)
    coming: Mapped[int] = mapped_column(info=PERSONAL)
    next_arrival_on: Mapped[date | None] = mapped_column(info=PERSONAL)
    last_nps: Mapped[int | None] = mapped_column(info=PERSONAL)
    last_nps_on: Mapped[date | None] = mapped_column(info=PERSONAL)
    last_ces: Mapped[int | None] = mapped_column(info=PERSONAL)
    last_ces_on: Mapped[date | None] = mapped_column(info=PERSONAL)
    counted_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("stays >= 0 AND nights >= stays AND coming >= 0", "counts"),
        CheckConstraint("supper_share_bp BETWEEN 0 AND 10000 AND weekend_share_bp BETWEEN 0 AND 10000", "shares"),
        Index("ix_guest_history_last_departure_on", "last_departure_on"),
        Index("ix_guest_history_lapses_on", "lapses_on"),
        {"info": FORGOTTEN | DERIVED},
    )


class HistoryCursor(Base):
    """How far the journal was read into histories: up to and with the entry `journal_id`. One row, `id` 1."""

    __tablename__ = "history_cursor"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    journal_id: Mapped[int] = mapped_column(BigId)
    moved_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("id = 1", "one"),)


class PopularityCount(Base):
    """What most people booked (`rules.popularity.Popularity` as a document), counted at an instant. One row, `id` 1."""

    __tablename__ = "popularity"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    counted_at: Mapped[datetime]
    document: Mapped[dict[str, Any]] = mapped_column(Document)

    __table_args__ = (CheckConstraint("id = 1", "one"),)
