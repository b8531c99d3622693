"""What every payment provider can do. A provider is asked outside of transactions only: it may be far away and slow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Session:
    """A payment page that is open at the provider."""

    id: str
    url: str


@dataclass(frozen=True, slots=True)
class ProviderState:
    """What the provider says about a session now: `open`, `captured`, `declined` or `expired`.

    `payment` is the provider's name for the captured money, which a refund needs.
    """

    state: str
    payment: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A webhook whose signature is good: something happened to a session, or to the payment of a key.

    Both are None for what is not about a payment page of ours.
    """

    id: str
    kind: str
    session_id: str | None
    key: str | None = None


class Provider(Protocol):
    """Every call with the same key has the effect of one, and gives the same answer.

    Raises `ProviderAway` when the provider does not answer within seconds; then the call may be made again. Raises
    `UnknownSession` for a session that it never opened.
    """

    name: str
    signature_header: str
    """The header that carries a webhook's signature."""

    def open_session(
        self,
        key: str,
        amount_minor: int,
        currency: str,
        description: str,
        return_url: str,
        cancel_url: str,
        expires_at: datetime,
    ) -> Session: ...

    def fetch(self, session_id: str) -> ProviderState: ...

    def expire(self, session_id: str) -> ProviderState:
        """The session takes no money from now on; the state afterwards, `captured` when the money was quicker."""
        ...

    def refund(self, key: str, payment: str, amount_minor: int) -> str:
        """Gives back part of a captured payment; the provider's name for the refund.

        Raises `RefundRefused` when it never will, `TooMuch` for more than is left of the payment.
        """
        ...

    def refund_failed(self, refund: str) -> bool:
        """Whether a refund that was given has come back since, as from a card that was closed."""
        ...

    def read_event(self, body: bytes, signature: str) -> Event:
        """Raises `Forged` when the signature does not fit the body or is older than five minutes."""
        ...
