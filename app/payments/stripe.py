"""Stripe, by its own SDK: hosted payment pages, refunds and signed webhooks. No card number ever comes near us.

A session that is open stays `open` when a card is declined: its page lets the guest try another, so it may still take
money, and only expiring it ends that.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import NoReturn, TypeVar

import stripe
from stripe.checkout import Session as CheckoutSession

from app.payments.errors import Forged, ProviderAway, RefundRefused, TooMuch, UnknownSession
from app.payments.provider import Event, ProviderState, Session
from app.store import in_transaction

T = TypeVar("T")

PATIENCE = (3.0, 7.0)
"""Seconds for a connection and for an answer: a guest waits for no more than both."""

CONFLICT, BUSY_TRIES, BUSY_S = 409, 4, 0.5
AWAY = "The payment page does not answer. Nothing was charged; try again in a minute."
NOT_GIVEN = ("failed", "canceled")
TOO_MUCH = ("charge_already_refunded", "amount_too_large")


class Stripe:
    """A `Provider`. `api_base` is empty for Stripe's own address; `secret` verifies webhooks."""

    name = "stripe"
    signature_header = "Stripe-Signature"

    def __init__(self, key: str, secret: str, api_base: str = "", patience: tuple[float, float] = PATIENCE) -> None:
        self._secret = secret
        self._client = stripe.StripeClient(
            key,
            base_addresses={"api": api_base} if api_base else None,
            http_client=stripe.RequestsClient(timeout=patience),
            max_network_retries=0,
        )

    def open_session(
        self,
        key: str,
        amount_minor: int,
        currency: str,
        description: str,
        return_url: str,
        cancel_url: str,
        expires_at: datetime,
    ) -> Session:
        asked: stripe.params.checkout.SessionCreateParams = {
            "mode": "payment",
            "allowed_payment_method_types": ["card"],
            "client_reference_id": key,
            "metadata": {"key": key},
            "payment_intent_data": {"metadata": {"key": key}, "description": description},
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": currency.lower(),
                        "unit_amount": amount_minor,
                        "product_data": {"name": description},
                    },
                }
            ],
            "success_url": return_url,
            "cancel_url": cancel_url,
            "expires_at": int(expires_at.timestamp()),
        }
        try:
            made = _asked(lambda: self._client.v1.checkout.sessions.create(asked, {"idempotency_key": key}))
        except _NotNow as refused:
            raise ProviderAway(AWAY) from refused
        if not made.url:
            raise ProviderAway(AWAY)
        return Session(made.id, made.url)

    def fetch(self, session_id: str) -> ProviderState:
        return _state(_asked(lambda: self._client.v1.checkout.sessions.retrieve(session_id)))

    def expire(self, session_id: str) -> ProviderState:
        try:
            return _state(_asked(lambda: self._client.v1.checkout.sessions.expire(session_id)))
        except _NotNow:
            return self.fetch(session_id)

    def refund(self, key: str, payment: str, amount_minor: int) -> str:
        """As the protocol says. Stripe forgets keys after a day, so what a key gave before is looked for first."""
        given = _asked(lambda: self._client.v1.refunds.list({"payment_intent": payment, "limit": 100}))
        for one in given.data:
            if _key(one) == key and one.status not in NOT_GIVEN:
                return one.id
        asked: stripe.params.RefundCreateParams = {
            "payment_intent": payment,
            "amount": amount_minor,
            "metadata": {"key": key},
        }
        try:
            made = _asked(lambda: self._client.v1.refunds.create(asked, {"idempotency_key": key}))
        except _NotNow as refused:
            kind = TooMuch if refused.code in TOO_MUCH else RefundRefused
            raise kind(f"Stripe refuses this refund: {refused.why}") from refused
        if made.status in NOT_GIVEN:
            raise RefundRefused(f"Stripe could not give this back: {made.failure_reason or made.status}")
        return made.id

    def refund_failed(self, refund: str) -> bool:
        return _asked(lambda: self._client.v1.refunds.retrieve(refund)).status in NOT_GIVEN

    def read_event(self, body: bytes, signature: str) -> Event:
        try:
            told = self._client.construct_event(body, signature, self._secret)
        except (stripe.SignatureVerificationError, ValueError, TypeError) as error:
            raise Forged(str(error)) from None
        about = told.data.object
        session_id = str(about["id"]) if about["object"] == "checkout.session" else None
        return Event(told.id, told.type, session_id, _key(about))


class _Busy(Exception):
    """Another call with the same key is under way: the second press of a button is quicker than the first's answer."""


class _NotNow(Exception):
    """Stripe understood and says no."""

    def __init__(self, error: stripe.InvalidRequestError) -> None:
        self.code, self.why = error.code or "", error.user_message or str(error)
        super().__init__(self.why)


def _asked(call: Callable[[], T]) -> T:
    """What Stripe answers. Raises `ProviderAway` when it does not, `UnknownSession` and `_NotNow` when it refuses."""
    if in_transaction():
        raise RuntimeError("a provider is never called inside a transaction")
    for _ in range(BUSY_TRIES):
        try:
            return _tried(call)
        except _Busy:
            time.sleep(BUSY_S)
    raise ProviderAway(AWAY)


def _tried(call: Callable[[], T]) -> T:
    try:
        return call()
    except stripe.StripeError as error:
        if error.http_status == CONFLICT:
            raise _Busy from error
        _refuse(error)


def _refuse(error: stripe.StripeError) -> NoReturn:
    if not isinstance(error, stripe.InvalidRequestError):
        raise ProviderAway(AWAY) from error
    if error.code == "resource_missing":
        raise UnknownSession(str(error.user_message)) from error
    raise _NotNow(error) from error


def _state(session: CheckoutSession) -> ProviderState:
    if session.payment_status == "paid":
        payment = session.payment_intent
        return ProviderState("captured", payment if isinstance(payment, str) or payment is None else payment.id)
    return ProviderState("expired" if session.status == "expired" else "open")


def _key(thing: stripe.StripeObject) -> str | None:
    """The key that we gave it, where it is ours."""
    metadata = getattr(thing, "metadata", None)
    return str(metadata["key"]) if metadata and "key" in metadata else None
