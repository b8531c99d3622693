"""Payments asked for, refunds given, and what the provider told us."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import BigId, Currency, Facts, Id


class Payment(Base):
    """One attempt to be paid, for a checkout or a booking (`owner`). The key is owner-purpose-attempt and unique.

    `method` says how it was taken at the house, whose `provider` is `house`; None of what a provider's page took.
    """

    __tablename__ = "payment"

    id: Mapped[Id]
    idempotency_key: Mapped[str] = mapped_column(String(80), unique=True)
    provider: Mapped[str] = mapped_column(String(12))
    provider_session: Mapped[str | None] = mapped_column(String(200), unique=True)
    provider_payment: Mapped[str | None] = mapped_column(String(200))
    owner: Mapped[str] = mapped_column(String(10))
    owner_id: Mapped[int] = mapped_column(BigId)
    purpose: Mapped[str] = mapped_column(String(12))
    attempt: Mapped[int]
    amount_minor: Mapped[int]
    currency: Mapped[Currency]
    method: Mapped[str | None] = mapped_column(String(14))
    state: Mapped[str] = mapped_column(String(10), default="asked")
    url: Mapped[str | None] = mapped_column(String(500))
    asked_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("amount_minor > 0", "amount"),
        CheckConstraint("state IN ('asked', 'open', 'captured', 'declined', 'expired')", "state"),
        CheckConstraint("method IN ('card_machine', 'cash', 'bank_transfer')", "method"),
        Index("ix_payment_owner", "owner", "owner_id"),
    )


class Refund(Base):
    """Money given back from one payment; the sum over a payment never passes what it captured."""

    __tablename__ = "refund"

    id: Mapped[Id]
    payment_id: Mapped[int] = mapped_column(BigId, ForeignKey("payment.id"), index=True)
    idempotency_key: Mapped[str] = mapped_column(String(80), unique=True)
    amount_minor: Mapped[int]
    reason: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10), default="asked")
    provider_refund: Mapped[str | None] = mapped_column(String(200))
    asked_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("amount_minor > 0", "amount"),
        CheckConstraint("state IN ('asked', 'done', 'failed')", "state"),
    )


class ProviderEvent(Base):
    """A webhook that was received; its id is unique, so that a doubled one has no second effect."""

    __tablename__ = "provider_event"

    provider: Mapped[str] = mapped_column(String(12), primary_key=True)
    event_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    facts: Mapped[Facts]
    received_at: Mapped[datetime]


class SandboxSession(Base):
    """The sandbox provider's own log: a payment page that was opened there, and what became of it."""

    __tablename__ = "sandbox_session"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    idempotency_key: Mapped[str] = mapped_column(String(80), unique=True)
    amount_minor: Mapped[int]
    currency: Mapped[Currency]
    description: Mapped[str] = mapped_column(String(300))
    return_url: Mapped[str] = mapped_column(String(500))
    cancel_url: Mapped[str] = mapped_column(String(500))
    state: Mapped[str] = mapped_column(String(12), default="open")
    card: Mapped[str | None] = mapped_column(String(20))
    refunded_minor: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("state IN ('open', 'challenged', 'captured', 'declined', 'expired')", "state"),
        CheckConstraint("0 <= refunded_minor AND refunded_minor <= amount_minor", "refunded"),
    )


class SandboxRefund(Base):
    """The sandbox provider's own log of money that it gave back, once a key."""

    __tablename__ = "sandbox_refund"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    session_id: Mapped[str] = mapped_column(String(40), ForeignKey("sandbox_session.id"), index=True)
    amount_minor: Mapped[int]
    refunded_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("amount_minor > 0", "amount"),)
