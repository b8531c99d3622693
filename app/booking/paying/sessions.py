"""Payment pages at the provider: which may still be used, and what became of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from app.booking.operations import Placed
from app.kernel import clock
from app.kernel.errors import Refused
from app.payments import Provider, ProviderAway, Wanted, ask_for_payment, payments_of
from app.payments.models import Payment

SESSION = timedelta(minutes=32)
"""How long a payment page stays open: the provider's shortest, and the time to ask for it. A hold outlasts it."""

ASKING = timedelta(seconds=90)
"""How long a page that was asked for may be asked for again under its key; later it could not stay open as long."""


WithBooking = Callable[[int, Placed], None]
"""What a caller from above does with a checkout and its booking in the transaction that makes it one."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a session: `open`, `declined`, `expired`; `booked` with `placed`, `paid`; or `refunded`, for the
    reason in `refused`."""

    state: str
    placed: Placed | None = None
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class Pages:
    """Where the provider sends the guest back to, and what it calls the thing that is paid."""

    return_url: str
    cancel_url: str
    description: str


def usable(owner: str, owner_id: int, amount_minor: int) -> Payment | None:
    """The newest payment of an owner while its page may still be used, or is just being opened, for that sum."""
    newest = next(reversed(payments_of(owner, owner_id)), None)
    return newest if newest is not None and _is_usable(newest, amount_minor) else None


def open_sessions(owner: str, owner_id: int, but_for_minor: int | None = None) -> list[str]:
    """The sessions whose pages may take money. Without the newest where its page may still be used for that sum: who
    pressed the same button at the same instant is on it."""
    payments = payments_of(owner, owner_id)
    if but_for_minor is not None and payments and _is_usable(payments[-1], but_for_minor):
        payments.pop()
    return [one.provider_session for one in payments if one.state == "open" and one.provider_session]


def _is_usable(payment: Payment, amount_minor: int) -> bool:
    if payment.amount_minor != amount_minor or payment.state not in ("asked", "open"):
        return False
    return payment.asked_at > clock.now() - (ASKING if payment.state == "asked" else SESSION / 2)


def page_of(provider: Provider, wanted: Wanted) -> str:
    """The address of the payment page, opened when it is not open yet. Raises `ProviderAway`."""
    payment = ask_for_payment(provider, wanted)
    if payment.url is None:
        raise ProviderAway("The payment page does not answer. Nothing was charged; try again in a minute.")
    return payment.url
