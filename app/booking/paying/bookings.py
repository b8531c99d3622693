"""Paying what a booking owes, by a link."""

from __future__ import annotations

from sqlalchemy import func, select

from app.booking.cancellation import purse_of
from app.booking.errors import NothingDue, PriceChanged, WrongState
from app.booking.operations.changing import locked_booking
from app.booking.paying.sessions import SESSION, Pages, Settled, open_sessions, page_of, usable
from app.booking.paying.settling import settle
from app.booking.rules import LIVE
from app.payments import Provider, Wanted, want_payment
from app.payments.models import Payment
from app.store import db, transaction

BOOKING = "booking"


def pay_booking(provider: Provider, booking_id: int, seen_minor: int, pages: Pages, *, purpose: str = "balance") -> str:
    """The address of the payment page for all that is owed, which is `seen_minor`.

    Pressing twice, even at once, leads to the same page while it is open and the sum is the same; a page for another
    sum takes no money from then on. Raises `PriceChanged` when another sum is owed, `NothingDue`, `WrongState` for a
    booking that is cancelled or a no-show, and `ProviderAway`.
    """
    for session_id in open_sessions(BOOKING, booking_id, but_for_minor=seen_minor):
        provider.expire(session_id)
        settle(provider, session_id)

    def work() -> Wanted:
        row = locked_booking(booking_id)
        owed = purse_of(booking_id).due_minor
        if row.state not in LIVE:
            raise WrongState(row.state)
        if owed <= 0:
            raise NothingDue
        if owed != seen_minor:
            raise PriceChanged(seen_minor, owed)
        open_one = usable(BOOKING, booking_id, owed)
        wanted = Wanted(
            BOOKING,
            booking_id,
            open_one.purpose if open_one else purpose,
            open_one.attempt if open_one else _attempts(booking_id) + 1,
            owed,
            row.currency,
            pages.description,
            pages.return_url,
            pages.cancel_url,
            SESSION,
        )
        want_payment(provider, wanted)
        return wanted

    return page_of(provider, transaction(work))


def settle_booking(provider: Provider, booking_id: int) -> Settled | None:
    """What the newest of a booking's open payment pages came to; None when none was open."""
    outcome = None
    for session_id in open_sessions(BOOKING, booking_id):
        outcome = settle(provider, session_id) or outcome
    return outcome


def _attempts(booking_id: int) -> int:
    attempts = select(func.max(Payment.attempt)).where(Payment.owner == BOOKING, Payment.owner_id == booking_id)
    return db.session.execute(attempts).scalar_one() or 0
