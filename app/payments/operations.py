"""Asking for money, recording what became of it, and giving it back.

The provider is called between transactions, never inside one: a crash at any point leaves a row that says what was
wanted, and calling again with the same key finishes it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from app.kernel import clock
from app.payments.errors import RefundRefused, TooMuch
from app.payments.models import Payment, ProviderEvent, Refund
from app.payments.provider import Event, Provider, ProviderState
from app.payments.queries import refunded_minor
from app.store import db, insert_or_ignore, savepoint, transaction, write

OPEN = ("asked", "open")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A payment to ask for. `owner` and `owner_id` name a checkout or a booking; one attempt has one key for ever."""

    owner: str
    owner_id: int
    purpose: str
    attempt: int
    amount_minor: int
    currency: str
    description: str
    return_url: str
    cancel_url: str
    lasts: timedelta
    """How long the payment page stays open from when it was first asked for."""

    @property
    def key(self) -> str:
        return f"{self.owner}:{self.owner_id}-{self.purpose}-{self.attempt}"


def want_payment(provider: Provider, wanted: Wanted) -> None:
    """A row says that this payment is wanted, which `ask_for_payment` finishes. Within a transaction."""
    row = {
        "idempotency_key": wanted.key,
        "provider": provider.name,
        "owner": wanted.owner,
        "owner_id": wanted.owner_id,
        "purpose": wanted.purpose,
        "attempt": wanted.attempt,
        "amount_minor": wanted.amount_minor,
        "currency": wanted.currency,
        "state": "asked",
        "asked_at": clock.now(),
    }
    write(insert_or_ignore(Payment, row))


def ask_for_payment(provider: Provider, wanted: Wanted) -> Payment:
    """A payment page is open at the provider; the row has its `url`. Asking again with the same key changes nothing.

    Raises `ProviderAway` when the provider does not answer; then the row stays `asked` and may be asked again.
    """
    transaction(lambda: want_payment(provider, wanted))
    payment = _by_key(wanted.key)
    if payment.state != "asked":
        return payment
    session = provider.open_session(
        wanted.key,
        payment.amount_minor,
        payment.currency,
        wanted.description,
        wanted.return_url,
        wanted.cancel_url,
        payment.asked_at + wanted.lasts,
    )
    opened = update(Payment).where(Payment.id == payment.id, Payment.state == "asked")
    values = {"state": "open", "provider_session": session.id, "url": session.url}
    transaction(lambda: write(opened.values(values)))
    return _by_key(wanted.key)


def record_state(session_id: str, state: ProviderState) -> Payment | None:
    """The payment of a session is as the provider says; None for a session that is not ours.

    Captured money is captured for ever, in whatever order states arrive; a decline or an expiry counts only while the
    payment is open. Belongs into the transaction of what follows from it.
    """
    settled = {"settled_at": clock.now()}
    mine = update(Payment).where(Payment.provider_session == session_id)
    if state.state == "captured":
        captured = mine.where(Payment.state != "captured")
        write(captured.values(state="captured", provider_payment=state.payment, **settled))
    elif state.state in ("declined", "expired"):
        write(mine.where(Payment.state.in_(OPEN)).values(state=state.state, **settled))
    query = select(Payment).where(Payment.provider_session == session_id)
    return db.session.execute(query.execution_options(populate_existing=True)).scalar_one_or_none()


def forget_unopened(asked_before: datetime) -> int:
    """Payments whose page was asked for before an instant and never opened are `expired`; answers how many.

    Their address was never known to anybody, so that nobody can have paid there.
    """
    unopened = update(Payment).where(Payment.state == "asked", Payment.asked_at < asked_before)
    values = {"state": "expired", "settled_at": clock.now()}
    return transaction(lambda: write(unopened.values(values)).rowcount)


def record_event(provider_name: str, event: Event) -> bool:
    """True for the first time that this webhook arrives, False for every repetition. Within a transaction."""
    row = {
        "provider": provider_name,
        "event_id": event.id,
        "kind": event.kind,
        "facts": {"session": event.session_id, "key": event.key},
        "received_at": clock.now(),
    }
    return write(insert_or_ignore(ProviderEvent, row)).rowcount == 1


def ask_for_refund(payment_id: int, key: str, amount_minor: int, reason: str) -> int:
    """The id of a refund that is now wanted; the same key gives the same one. Within a transaction.

    Raises `TooMuch` when it and the refunds before it would pass what the payment captured.
    """
    payment = db.session.execute(
        select(Payment.amount_minor, Payment.state).where(Payment.id == payment_id).with_for_update()
    ).one()
    known = db.session.execute(select(Refund.id).where(Refund.idempotency_key == key)).scalar_one_or_none()
    if known is not None:
        return known
    if payment.state != "captured" or refunded_minor(payment_id) + amount_minor > payment.amount_minor:
        raise TooMuch("That is more than this payment took.")
    with savepoint():
        wanted = insert(Refund).values(
            payment_id=payment_id,
            idempotency_key=key,
            amount_minor=amount_minor,
            reason=reason,
            state="asked",
            asked_at=clock.now(),
        )
        return int(write(wanted.returning(Refund.id)).scalar_one())


def give_refund(provider: Provider, refund_id: int, follows: Callable[[Refund], None] = lambda _: None) -> bool:
    """The provider has given the money back, once, however often this is called; False when it refuses for good.

    The transaction that records either calls `follows` with the refund, `done` or `failed`; of two who give at once one
    does. Raises `ProviderAway` when the provider does not answer; the refund stays wanted until it is given.
    """
    query = (
        select(Refund.state, Refund.idempotency_key, Refund.amount_minor, Payment.provider_payment)
        .join(Payment, Payment.id == Refund.payment_id)
        .where(Refund.id == refund_id)
    )
    refund = db.session.execute(query).one()
    if refund.state != "asked" or refund.provider_payment is None:
        return bool(refund.state == "done")
    values: dict[str, Any] = {"state": "done", "settled_at": clock.now()}
    try:
        name = provider.refund(refund.idempotency_key, refund.provider_payment, refund.amount_minor)
        values["provider_refund"] = name
    except RefundRefused:
        values["state"] = "failed"

    def work() -> None:
        if write(update(Refund).where(Refund.id == refund_id, Refund.state == "asked").values(values)).rowcount:
            follows(db.session.get_one(Refund, refund_id, populate_existing=True))

    transaction(work)
    return bool(values["state"] == "done")


def recheck_refund(provider: Provider, refund_id: int, event: Event | None, follows: Callable[[Refund], None]) -> bool:
    """True when a refund that was given has come back: it is `failed`, with what `follows` from that.

    The transaction that records it records the event, where one told of it. Raises `ProviderAway`.
    """
    refund = db.session.execute(select(Refund.provider_refund).where(Refund.id == refund_id)).one()
    failed = refund.provider_refund is not None and provider.refund_failed(refund.provider_refund)
    if event is None and not failed:
        return False

    def work() -> bool:
        if event is not None:
            record_event(provider.name, event)
        given = update(Refund).where(Refund.id == refund_id, Refund.state == "done")
        if not failed or not write(given.values(state="failed", settled_at=clock.now())).rowcount:
            return False
        follows(db.session.get_one(Refund, refund_id, populate_existing=True))
        return True

    return transaction(work)


def _by_key(key: str) -> Payment:
    query = select(Payment).where(Payment.idempotency_key == key).execution_options(populate_existing=True)
    return db.session.execute(query).scalar_one()
