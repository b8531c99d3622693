"""From a checkout to its money and on to its booking."""

from __future__ import annotations

from sqlalchemy import select

from app.booking import operations as booking
from app.booking.models import Checkout
from app.booking.paying.sessions import SESSION, Pages, Settled, WithBooking, open_sessions, page_of, usable
from app.booking.paying.settling import settle
from app.payments import Provider, Wanted, payments_of, want_payment
from app.payments.models import Payment
from app.store import db, transaction

OWNER = "checkout"


def pay(
    provider: Provider,
    checkout_id: int,
    seen_minor: int,
    due_minor: int,
    currency: str,
    pages: Pages,
    *,
    with_booking: WithBooking | None = None,
) -> str:
    """The address of the payment page for `due_minor`; the hold outlasts it.

    Pressing twice, even at once, leads to the same page while it is open and the sum is the same. Raises
    `PriceChanged`, `HoldLapsed` and `AlreadyBooked` as `begin_payment`, and `ProviderAway`.
    """
    withdraw(provider, checkout_id, but_for_minor=due_minor, with_booking=with_booking)

    def work() -> Wanted:
        booking.begin_payment(checkout_id, seen_minor, anew=False)
        open_one = usable(OWNER, checkout_id, due_minor)
        wanted = Wanted(
            OWNER,
            checkout_id,
            "stay",
            open_one.attempt if open_one else booking.begin_payment(checkout_id, seen_minor),
            due_minor,
            currency,
            pages.description,
            pages.return_url,
            pages.cancel_url,
            SESSION,
        )
        want_payment(provider, wanted)
        return wanted

    return page_of(provider, transaction(work))


def settle_checkout(provider: Provider, checkout_id: int, *, with_booking: WithBooking | None = None) -> Settled | None:
    """What became of a checkout's sessions: the booking that one of them paid, else what the newest came to.

    None when it never went to pay.
    """
    outcome = None
    sessions = [payment for payment in payments_of(OWNER, checkout_id) if payment.provider_session]
    for payment in sessions:
        if payment.provider_session and (payment.state == "open" or payment is sessions[-1]):
            outcome = settle(provider, payment.provider_session, with_booking=with_booking)
            if outcome and outcome.state == "booked":
                break
    return outcome


def lost_holds(provider_name: str) -> list[int]:
    """Checkouts that hold nothing any more while a payment page of theirs at this provider may still take money."""
    query = (
        select(Payment.owner_id)
        .join(Checkout, Checkout.id == Payment.owner_id)
        .where(
            Payment.owner == OWNER,
            Payment.provider == provider_name,
            Payment.state == "open",
            Checkout.state == "lapsed",
        )
        .distinct()
        .order_by(Payment.owner_id)
    )
    return list(db.session.scalars(query))


def has_open_pages(checkout_id: int) -> bool:
    """Whether a payment page of the checkout may still take money."""
    return any(payment.state == "open" for payment in payments_of(OWNER, checkout_id))


def withdraw(
    provider: Provider,
    checkout_id: int,
    *,
    but_for_minor: int | None = None,
    with_booking: WithBooking | None = None,
) -> Settled | None:
    """No open payment page of the checkout takes money any more; the outcome of one that was quicker, else None.

    The checkout is open to changes afterwards, unless it is booked. A page that may still be used for that sum stays.
    """
    outcome = None
    for session_id in open_sessions(OWNER, checkout_id, but_for_minor):
        provider.expire(session_id)
        found = settle(provider, session_id, with_booking=with_booking)
        if found and found.state in ("booked", "refunded"):
            outcome = found
    return outcome
