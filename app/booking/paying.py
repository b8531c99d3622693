"""From a checkout to its money and on to its booking: where payments and bookings meet.

The provider is called between transactions. What it says is recorded together with what follows from it: the booking,
or the refund that is owed when there can be none. Return, webhook and reconciliation all end in `settle`, in any order
and any number of times.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from app.booking import operations as booking
from app.booking.models import Checkout, FolioLine
from app.booking.operations import Placed
from app.kernel import clock
from app.kernel.errors import Refused
from app.payments import (
    Event,
    Provider,
    ProviderAway,
    Wanted,
    ask_for_payment,
    ask_for_refund,
    give_refund,
    payments_of,
    record_event,
    record_state,
    want_payment,
)
from app.payments.models import Payment
from app.store import db, savepoint, transaction

OWNER = "checkout"
SESSION = timedelta(minutes=30)
"""How long a payment page stays open; the hold outlasts it."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a session: `open`, `declined`, `expired`, `booked` with `placed`, `refunded` with `refused`."""

    state: str
    placed: Placed | None = None
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class Pages:
    """Where the provider sends the guest back to, and what it calls the thing that is paid."""

    return_url: str
    cancel_url: str
    description: str


def pay(provider: Provider, checkout_id: int, seen_minor: int, due_minor: int, currency: str, pages: Pages) -> str:
    """The address of the payment page for `due_minor`; the hold outlasts it.

    Pressing twice, even at once, leads to the same page while it is open and the sum is the same. Raises
    `PriceChanged`, `HoldLapsed` and `AlreadyBooked` as `begin_payment`, and `ProviderAway`.
    """
    if _usable(checkout_id, due_minor) is None:
        withdraw(provider, checkout_id)

    def work() -> Wanted:
        booking.begin_payment(checkout_id, seen_minor, anew=False)
        usable = _usable(checkout_id, due_minor)
        wanted = Wanted(
            OWNER,
            checkout_id,
            "stay",
            usable.attempt if usable else booking.begin_payment(checkout_id, seen_minor),
            due_minor,
            currency,
            pages.description,
            pages.return_url,
            pages.cancel_url,
            (usable.asked_at if usable else clock.now()) + SESSION,
        )
        want_payment(provider, wanted)
        return wanted

    payment = ask_for_payment(provider, transaction(work))
    if payment.url is None:
        raise ProviderAway("The payment page does not answer. Nothing was charged; try again in a minute.")
    return payment.url


def _usable(checkout_id: int, due_minor: int) -> Payment | None:
    """The newest payment of a checkout while its page may still be used, or is just being opened, for that sum."""
    newest = next(reversed(payments_of(OWNER, checkout_id)), None)
    if newest is None or newest.state not in ("asked", "open") or newest.amount_minor != due_minor:
        return None
    return newest if newest.asked_at > clock.now() - SESSION / 2 else None


def settle(provider: Provider, session_id: str, event: Event | None = None) -> Settled | None:
    """What the provider says about a session is recorded, with the booking or the refund that follows from it.

    None for a session that is not ours. Repeated and late calls answer the same and change nothing. A refund
    that the provider does not take now stays wanted. Raises `ProviderAway` when the provider does not answer at all.
    """
    state = provider.fetch(session_id)

    def work() -> tuple[Settled | None, int | None]:
        if event is not None:
            record_event(provider.name, event)
        payment = record_state(session_id, state)
        if payment is None or payment.owner != OWNER:
            return None, None
        if payment.state == "captured":
            return _book(payment)
        if payment.state in ("declined", "expired") and _is_latest(payment):
            booking.reopen_checkout(payment.owner_id)
        return Settled("open" if payment.state == "asked" else payment.state), None

    settled, refund_id = transaction(work)
    if refund_id is not None:
        with suppress(ProviderAway):
            give_refund(provider, refund_id)
    return settled


def receive(provider: Provider, body: bytes, signature: str) -> Settled | None:
    """A webhook arrived. Raises `Forged` for one that the provider did not send."""
    event = provider.read_event(body, signature)
    return settle(provider, event.session_id, event)


def settle_checkout(provider: Provider, checkout_id: int) -> Settled | None:
    """What became of a checkout's sessions: the booking that one of them paid, else what the newest came to.

    None when it never went to pay.
    """
    outcome = None
    sessions = [payment for payment in payments_of(OWNER, checkout_id) if payment.provider_session]
    for payment in sessions:
        if payment.provider_session and (payment.state == "open" or payment is sessions[-1]):
            outcome = settle(provider, payment.provider_session)
            if outcome and outcome.state == "booked":
                break
    return outcome


def withdraw(provider: Provider, checkout_id: int) -> Settled | None:
    """No open payment page of the checkout takes money any more; the outcome of one that was quicker, else None.

    The checkout is open to changes afterwards, unless it is booked.
    """
    outcome = None
    for payment in payments_of(OWNER, checkout_id):
        if payment.state == "open" and payment.provider_session:
            provider.expire(payment.provider_session)
            settled = settle(provider, payment.provider_session)
            if settled and settled.state in ("booked", "refunded"):
                outcome = settled
    return outcome


def _book(payment: Payment) -> tuple[Settled, int | None]:
    """The booking of captured money, or the refund of it when there can be none."""
    try:
        with savepoint():
            placed = booking.place_booking(payment.owner_id, payment_id=payment.id)
    except Refused as refused:
        booking.reopen_checkout(payment.owner_id)
        return Settled("refunded", refused=refused), _give_back(payment, refused.code)
    paid_by_this = select(FolioLine.id).where(
        FolioLine.booking_id == placed.booking_id, FolioLine.payment_id == payment.id
    )
    if db.session.execute(paid_by_this).first() is None:
        return Settled("booked", placed), _give_back(payment, "paid_twice")
    return Settled("booked", placed), None


def _give_back(payment: Payment, reason: str) -> int:
    return ask_for_refund(payment.id, f"{payment.idempotency_key}-back", payment.amount_minor, reason)


def _is_latest(payment: Payment) -> bool:
    attempts = select(Checkout.attempts).where(Checkout.id == payment.owner_id)
    return bool(db.session.execute(attempts).scalar_one() == payment.attempt)
