"""Checkouts come first; a booking is born when it is acknowledged to the guest."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import APPEND_ONLY, FORGOTTEN, MAIL, OTHERS, PERSONAL, SECRET, BigId, Currency, Document, Id, Name


class Checkout(Base):
    """A held choice on its way to a booking. `details` are what the guest typed so far, by field name.

    States: `open` (choosing and typing), `paying` (at the provider), `booked`, `lapsed`. Its claims carry the expiry;
    `held_until_at` repeats it for the page. `renewed_at` is when they were last claimed again after they had lapsed:
    from there, else from the beginning, counts how long they may be held. `staff_id` is who holds it for a caller,
    `link_sent_at` when the caller was last mailed the way to pay; None again once the hold was let go.
    """

    __tablename__ = "checkout"

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(10), default="open")
    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"))
    quote_id: Mapped[int] = mapped_column(BigId, ForeignKey("quote.id"))
    choice: Mapped[dict[str, Any]] = mapped_column(Document)
    details: Mapped[dict[str, Any]] = mapped_column(Document, info=PERSONAL)
    attempts: Mapped[int] = mapped_column(default=0)
    held_until_at: Mapped[datetime]
    renewed_at: Mapped[datetime | None]
    source: Mapped[str] = mapped_column(String(10), default="web")
    referral: Mapped[str | None] = mapped_column(String(80))
    asked_by: Mapped[str | None] = mapped_column(String(64), index=True, info=SECRET)
    staff_id: Mapped[int | None] = mapped_column(BigId)
    link_sent_at: Mapped[datetime | None]
    language: Mapped[str] = mapped_column(String(10), default="en")
    created_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("state IN ('open', 'paying', 'booked', 'lapsed')", "state"),
        Index(
            "ix_checkout_by_phone",
            "location_id",
            "held_until_at",
            sqlite_where=text("source = 'phone'"),
            postgresql_where=text("source = 'phone'"),
        ),
        {"sqlite_autoincrement": True},
    )


class Booking(Base):
    """A promise to a guest. `arrival_on` and `departure_on` span its stays.

    `version` is that of its secret link; `revision` counts the changes that the guest was told of.
    """

    __tablename__ = "booking"

    id: Mapped[Id]
    reference: Mapped[str] = mapped_column(String(8), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    revision: Mapped[int] = mapped_column(default=0)
    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"))
    checkout_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("checkout.id"), unique=True)
    guest_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("guest.id"), index=True)
    quote_id: Mapped[int] = mapped_column(BigId, ForeignKey("quote.id"))
    state: Mapped[str] = mapped_column(String(10), default="confirmed")
    arrival_on: Mapped[date]
    departure_on: Mapped[date]
    currency: Mapped[Currency]
    source: Mapped[str] = mapped_column(String(10))
    channel: Mapped[str | None] = mapped_column(String(60))
    commission_bp: Mapped[int] = mapped_column(default=0)
    outside_reference: Mapped[str | None] = mapped_column(String(100))
    payer: Mapped[str] = mapped_column(String(6), default="guest")
    block_id: Mapped[int | None] = mapped_column(BigId, index=True)
    referral: Mapped[str | None] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(10), default="en")
    terms_version: Mapped[int]
    arrival_time: Mapped[time | None]
    notes: Mapped[str | None] = mapped_column(String(2000), info=PERSONAL)
    booked_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    no_show_at: Mapped[datetime | None]
    checked_in_at: Mapped[datetime | None]
    checked_out_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("state IN ('confirmed', 'in_house', 'departed', 'cancelled', 'no_show')", "state"),
        CheckConstraint("arrival_on < departure_on", "nights"),
        CheckConstraint("source IN ('web', 'phone', 'walk_in', 'agent', 'import', 'block')", "source"),
        UniqueConstraint("source", "outside_reference"),
        Index("ix_booking_arrivals", "location_id", "arrival_on"),
        Index("ix_booking_departures", "location_id", "departure_on"),
        {"sqlite_autoincrement": True},
    )


class BookedStay(Base):
    """One room type for some nights within a booking, with who sleeps there.

    The booking is in house from the first of its stays that is checked in until the last live one is checked out.
    One of several to which nobody came is given up: `no_show_at` is its `cancelled_at`. `leaves_by` is until when they
    may keep the room on the day of departure, where that is later than the house has it.
    """

    __tablename__ = "stay"

    id: Mapped[Id]
    booking_id: Mapped[int] = mapped_column(BigId, ForeignKey("booking.id"))
    part: Mapped[int] = mapped_column(default=0)
    room_type_id: Mapped[int] = mapped_column(BigId, ForeignKey("room_type.id"))
    rate_plan_id: Mapped[int] = mapped_column(BigId, ForeignKey("rate_plan.id"))
    arrival_on: Mapped[date]
    departure_on: Mapped[date]
    adults: Mapped[int]
    children: Mapped[str] = mapped_column(String(40), default="")
    cots: Mapped[int] = mapped_column(default=0)
    dogs: Mapped[int] = mapped_column(default=0)
    assistance_dogs: Mapped[int] = mapped_column(default=0)
    needs: Mapped[str] = mapped_column(String(40), default="")
    leaves_by: Mapped[time | None]
    cancelled_at: Mapped[datetime | None]
    no_show_at: Mapped[datetime | None]
    checked_in_at: Mapped[datetime | None]
    checked_out_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("booking_id", "part"),
        CheckConstraint("arrival_on < departure_on", "nights"),
        CheckConstraint("adults >= 0 AND cots >= 0 AND dogs >= 0 AND assistance_dogs >= 0", "party"),
        CheckConstraint("checked_out_at IS NULL OR checked_in_at IS NOT NULL", "left"),
        CheckConstraint("no_show_at IS NULL OR no_show_at = cancelled_at", "no_show"),
        Index("ix_stay_room_type_arrival", "room_type_id", "arrival_on"),
    )


class BookedSupper(Base):
    """Covers at a sitting on a night of a stay."""

    __tablename__ = "supper"

    stay_id: Mapped[int] = mapped_column(BigId, ForeignKey("stay.id"), primary_key=True, autoincrement=False)
    night: Mapped[date] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(BigId, ForeignKey("sitting.id"))
    covers: Mapped[int]

    __table_args__ = (CheckConstraint("covers > 0", "covers"),)


class BookedExtra(Base):
    """An extra taken with a stay; counted extras also have claims."""

    __tablename__ = "booked_extra"

    stay_id: Mapped[int] = mapped_column(BigId, ForeignKey("stay.id"), primary_key=True, autoincrement=False)
    extra_id: Mapped[int] = mapped_column(BigId, ForeignKey("extra.id"), primary_key=True, autoincrement=False)
    count: Mapped[int]

    __table_args__ = (CheckConstraint("count > 0", "count"),)


class FolioLine(Base):
    """A line of a booking's ledger: `charge` +, `payment` -, `refund` +. Never changed; a correction names its line.

    A charge is for the stay `part`. A `kept` one stands for a stay or a night that was given up; it is in no quote.
    Neither is one that the house wrote itself, which says in `sundry` what for; `goodwill` takes off.
    """

    __tablename__ = "folio_line"

    id: Mapped[Id]
    booking_id: Mapped[int] = mapped_column(BigId, ForeignKey("booking.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    part: Mapped[int | None]
    kept: Mapped[bool] = mapped_column(default=False)
    sundry: Mapped[str | None] = mapped_column(String(10))
    label: Mapped[Name]
    night: Mapped[date | None]
    amount_minor: Mapped[int]
    vat_bp: Mapped[int] = mapped_column(default=0)
    vat_minor: Mapped[int] = mapped_column(default=0)
    currency: Mapped[Currency]
    payment_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("payment.id"))
    refund_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("refund.id"))
    reverses_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("folio_line.id"))
    written_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("kind IN ('charge', 'payment', 'refund')", "kind"),
        CheckConstraint("sundry IN ('extra', 'supper', 'bar', 'other', 'goodwill')", "sundry"),
        {"info": APPEND_ONLY},
    )


class Lookup(Base):
    """Somebody lost the link of a booking. The worker looks for it and mails it (`decided_at`)."""

    __tablename__ = "lookup"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(254), info=PERSONAL)
    email_lower: Mapped[str] = mapped_column(String(254), info=MAIL)
    arrival_on: Mapped[date]
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_lookup_decided_at", "decided_at", "asked_at"),
        {"sqlite_autoincrement": True, "info": FORGOTTEN},
    )


class Resale(Base):
    """A night that a guest gave up and that is refunded once another has booked it.

    `paid_minor` is what the line `kept_line_id` keeps for it. Open until `resold_at`; a night that has passed stays
    open and brings nothing. The fee is taken once a stay: from all nights with this `booking_id` and `part` together.
    """

    __tablename__ = "resale"

    id: Mapped[Id]
    booking_id: Mapped[int] = mapped_column(BigId, ForeignKey("booking.id"), index=True)
    part: Mapped[int]
    room_type_id: Mapped[int] = mapped_column(BigId, ForeignKey("room_type.id"))
    night: Mapped[date]
    paid_minor: Mapped[int]
    fee_minor: Mapped[int]
    kept_line_id: Mapped[int] = mapped_column(BigId, ForeignKey("folio_line.id"), unique=True)
    offered_at: Mapped[datetime]
    resold_at: Mapped[datetime | None]
    resold_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("booking.id"), info=OTHERS)
    fetched_minor: Mapped[int | None]
    refunded_minor: Mapped[int | None]

    __table_args__ = (
        CheckConstraint("paid_minor > 0 AND fee_minor >= 0", "amounts"),
        CheckConstraint("refunded_minor BETWEEN 0 AND paid_minor AND refunded_minor <= fetched_minor", "refunded"),
        CheckConstraint(
            "(resold_at IS NULL) = (resold_by_id IS NULL) AND (resold_at IS NULL) = (fetched_minor IS NULL)"
            " AND (resold_at IS NULL) = (refunded_minor IS NULL)",
            "resold",
        ),
        Index(
            "ix_resale_open",
            "room_type_id",
            "night",
            sqlite_where=text("resold_at IS NULL"),
            postgresql_where=text("resold_at IS NULL"),
        ),
    )
