"""Events and visits. Neither holds an address, a browser's name, or anything that a guest typed.

`returning` is a word of SQL: statements that are written by hand put it in quotation marks.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import SECRET, BigId, Document, Id

ONCE = text("once IS NOT NULL")
DENIED = text("name = 'denied'")
BOOKED = text("name = 'booked'")


class Event(Base):
    """A step that a visit reached, or a signal (`app.experience.funnel.names`). The truth of the funnel.

    `implied` is a step that a later one proves, written at its instant. `visit` has no foreign key, since it is written
    on every page. `duration_ms` is the server's time for a step, else what the signal measures. Of events with the same
    `once` the first counts. A house is None where a page shows several. Kept 25 months.
    """

    __tablename__ = "event"

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(SmallInteger, default=1)
    visit: Mapped[str] = mapped_column(String(32), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(20))
    implied: Mapped[bool] = mapped_column(default=False)
    location_id: Mapped[int | None] = mapped_column(BigId)
    device: Mapped[str] = mapped_column(String(6))
    heads: Mapped[int | None]
    nights: Mapped[int | None]
    lead_days: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(10))
    returning: Mapped[bool] = mapped_column("returning", default=False, quote=True)
    duration_ms: Mapped[int | None]
    code: Mapped[str | None] = mapped_column(String(64))
    is_bot: Mapped[bool] = mapped_column(default=False)
    properties: Mapped[dict[str, Any] | None] = mapped_column(Document)
    once: Mapped[str | None] = mapped_column(String(16))

    __table_args__ = (
        CheckConstraint("device IN ('phone', 'tablet', 'desk')", "device"),
        Index("ix_event_denied", "at", sqlite_where=DENIED, postgresql_where=DENIED),
        Index("ix_event_booked", "at", "is_bot", "location_id", "visit", sqlite_where=BOOKED, postgresql_where=BOOKED),
        Index("uq_event_once", "once", unique=True, sqlite_where=ONCE, postgresql_where=ONCE),
    )


class Visit(Base):
    """What the events of one visit come to: the first instant of each step, kept with them in one transaction.

    `day_on` is the group's day on which it began. `location_id` is the house of the deepest step, of equals the
    latest; `source` is where it first came from; party, nights and lead time are the latest that were asked for.
    `last_step` (0 is `search`), `last_page` and `refinements` tell the next page what it is after; `events` is how many
    were written, which has an end.
    """

    __tablename__ = "visit"

    visit: Mapped[str] = mapped_column(String(32), primary_key=True)
    day_on: Mapped[date]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    search_at: Mapped[datetime | None]
    results_at: Mapped[datetime | None]
    room_at: Mapped[datetime | None]
    details_at: Mapped[datetime | None]
    payment_at: Mapped[datetime | None]
    booked_at: Mapped[datetime | None]
    location_id: Mapped[int | None] = mapped_column(BigId)
    device: Mapped[str] = mapped_column(String(6))
    source: Mapped[str] = mapped_column(String(10))
    returning: Mapped[bool] = mapped_column("returning", default=False, quote=True)
    heads: Mapped[int | None]
    nights: Mapped[int | None]
    lead_days: Mapped[int | None]
    is_bot: Mapped[bool] = mapped_column(default=False)
    last_step: Mapped[int | None] = mapped_column(SmallInteger)
    last_page: Mapped[int | None] = mapped_column(BigId)
    refinements: Mapped[int] = mapped_column(default=0)
    events: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        CheckConstraint("device IN ('phone', 'tablet', 'desk')", "device"),
        CheckConstraint("first_at <= last_at", "span"),
        Index("ix_visit_day", "day_on", "device", "source", "returning"),
    )


class VisitSalt(Base):
    """The random number that a day's visit ids are mixed with. Destroyed after 48 hours, so that nobody can tell, not
    even with an address and a browser's name in hand, which visit was theirs."""

    __tablename__ = "visit_salt"

    day_on: Mapped[date] = mapped_column(primary_key=True)
    salt: Mapped[str] = mapped_column(String(64), info=SECRET)


class CheckoutVisit(Base):
    """The visit that went from a checkout to the payment page, so that the booking counts for it, whoever hears of the
    money first. Gone with the booking, with an objection, and after two days."""

    __tablename__ = "checkout_visit"

    checkout_id: Mapped[int] = mapped_column(BigId, ForeignKey("checkout.id"), primary_key=True, autoincrement=False)
    visit: Mapped[str] = mapped_column(String(32), index=True)
    noted_at: Mapped[datetime]
