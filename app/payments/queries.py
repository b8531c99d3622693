"""Payments as others need to see them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from app.payments.models import Payment, ProviderEvent, Refund
from app.payments.provider import Event
from app.store import db


def payments_of(owner: str, owner_id: int) -> list[Payment]:
    """Every attempt of an owner to pay, the oldest first, as it stands in the database now."""
    query = select(Payment).where(Payment.owner == owner, Payment.owner_id == owner_id).order_by(Payment.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def unsettled_sessions(provider_name: str, asked_before: datetime) -> list[str]:
    """A provider's sessions that were asked for before an instant and of which nothing was heard, the oldest first."""
    query = (
        select(Payment.provider_session)
        .where(
            Payment.provider == provider_name,
            Payment.state == "open",
            Payment.asked_at < asked_before,
            Payment.provider_session.is_not(None),
        )
        .order_by(Payment.id)
    )
    return [session for session in db.session.scalars(query) if session]


def refunds_wanted(provider_name: str) -> list[int]:
    """Ids of refunds that are wanted from a provider and not given yet."""
    query = (
        select(Refund.id)
        .join(Payment, Payment.id == Refund.payment_id)
        .where(Refund.state == "asked", Payment.provider == provider_name)
        .order_by(Refund.id)
    )
    return list(db.session.scalars(query))


def refunds_given(provider_name: str, since: datetime) -> list[int]:
    """Ids of refunds that a provider gave since an instant, the oldest first."""
    query = (
        select(Refund.id)
        .join(Payment, Payment.id == Refund.payment_id)
        .where(Refund.state == "done", Payment.provider == provider_name, Refund.settled_at >= since)
        .where(Refund.provider_refund.is_not(None))
        .order_by(Refund.id)
    )
    return list(db.session.scalars(query))


def session_of(event: Event) -> str | None:
    """The session that a webhook is about, by its name or by its payment's key; None when it is none of ours."""
    mine = Payment.provider_session == event.session_id if event.session_id else Payment.idempotency_key == event.key
    return db.session.execute(select(Payment.provider_session).where(mine)).scalar_one_or_none()


def refund_of(event: Event) -> int | None:
    """The id of the refund that a webhook is about, by its key; None when it is about none of ours."""
    return db.session.execute(select(Refund.id).where(Refund.idempotency_key == event.key)).scalar_one_or_none()


def is_known(provider_name: str, event: Event) -> bool:
    """Whether this webhook came before and was recorded with its effect."""
    found = select(ProviderEvent.event_id).where(
        ProviderEvent.provider == provider_name, ProviderEvent.event_id == event.id
    )
    return db.session.execute(found).first() is not None


def refunded_minor(payment_id: int) -> int:
    """What of a payment was given back or is to be, in minor units; what was refused for good is not counted."""
    refunds = select(func.coalesce(func.sum(Refund.amount_minor), 0)).where(
        Refund.payment_id == payment_id, Refund.state != "failed"
    )
    return int(db.session.execute(refunds).scalar_one())
