"""What the provider says about a session, recorded together with what follows from it."""

from __future__ import annotations

from contextlib import suppress

from app.booking.paying import outcomes
from app.booking.paying.refunds import give_refund, look_at_refund
from app.booking.paying.sessions import Settled, WithBooking
from app.payments import (
    Event,
    Provider,
    ProviderAway,
    UnknownSession,
    is_known,
    record_event,
    record_state,
    refund_of,
    session_of,
)
from app.store import transaction


def settle(
    provider: Provider, session_id: str, event: Event | None = None, *, with_booking: WithBooking | None = None
) -> Settled | None:
    """What the provider says about a session is recorded, with what follows: a booking, a folio line, a refund.

    None for a session that is not ours. Repeated and late calls answer the same and change nothing. A refund
    that the provider does not take now stays wanted. `with_booking` is called in the transaction that makes a booking.
    Raises `ProviderAway` when the provider does not answer at all.
    """
    state = provider.fetch(session_id)

    def work() -> tuple[Settled | None, int | None]:
        if event is not None:
            record_event(provider.name, event)
        outcomes.lock_owner(session_id)
        payment = record_state(session_id, state)
        return outcomes.of_payment(payment, with_booking) if payment else (None, None)

    settled, refund_id = transaction(work)
    if refund_id is not None:
        with suppress(ProviderAway, UnknownSession):
            give_refund(provider, refund_id)
    return settled


def receive(provider: Provider, body: bytes, signature: str, with_booking: WithBooking | None = None) -> Settled | None:
    """A webhook arrived; None when it is about nothing of ours, or came before and has had its effect.

    What it says is not believed: the provider is asked. Raises `Forged` for one that the provider did not send, and
    `ProviderAway` when it cannot be asked just now.
    """
    event = provider.read_event(body, signature)
    if is_known(provider.name, event):
        return None
    session_id = session_of(event)
    if session_id is not None:
        return settle(provider, session_id, event, with_booking=with_booking)
    refund_id = refund_of(event)
    if refund_id is not None:
        look_at_refund(provider, refund_id, event)
    return None
