"""The sandbox: a provider inside the product, with pages of its own and a log of its own. No money moves.

It behaves like the real thing where that matters: sessions are opened and refunded by key, expire, tell of
themselves by signed webhooks, and refuse to be called from inside a transaction.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import select, update

from app.kernel import clock
from app.payments.errors import Forged, TooMuch, UnknownSession
from app.payments.models import SandboxRefund, SandboxSession
from app.payments.provider import Event, ProviderState, Session
from app.store import db, in_transaction, insert_or_ignore, transaction, write

T = TypeVar("T")

CARDS = {"works": "captured", "declined": "declined", "second-step": "challenged", "never-answers": "open"}
"""The named buttons of its page, and what becomes of a session that is open."""

ANSWERS = {"confirmed": "captured", "refused": "declined"}
"""The buttons of the second step."""

SETTLED = ("captured", "declined", "expired")

FRESH = timedelta(minutes=5)
"""How old the signature of a webhook may be."""


class Sandbox:
    """A `Provider`. `key` signs its webhooks; `page` makes the address of a session's payment page."""

    name = "sandbox"
    signature_header = "Sandbox-Signature"

    def __init__(self, key: str, page: Callable[[str], str]) -> None:
        self._key = key.encode()
        self._page = page

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
        row = {
            "id": secrets.token_hex(16),
            "idempotency_key": key,
            "amount_minor": amount_minor,
            "currency": currency,
            "description": description,
            "return_url": return_url,
            "cancel_url": cancel_url,
            "state": "open",
            "refunded_minor": 0,
            "opened_at": clock.now(),
            "expires_at": expires_at,
        }
        self._outside(lambda: write(insert_or_ignore(SandboxSession, row)))
        found = db.session.execute(select(SandboxSession.id).where(SandboxSession.idempotency_key == key)).scalar_one()
        return Session(found, self._page(found))

    def fetch(self, session_id: str) -> ProviderState:
        return _state(session(session_id))

    def expire(self, session_id: str) -> ProviderState:
        session(session_id)
        self._outside(lambda: _move(session_id, "expired"))
        return self.fetch(session_id)

    def refund(self, key: str, payment: str, amount_minor: int) -> str:
        def work() -> str:
            row = {
                "key": key,
                "session_id": payment,
                "amount_minor": amount_minor,
                "refunded_at": clock.now(),
            }
            if write(insert_or_ignore(SandboxRefund, row)).rowcount:
                mine = update(SandboxSession).where(
                    SandboxSession.id == payment,
                    SandboxSession.state == "captured",
                    SandboxSession.refunded_minor + amount_minor <= SandboxSession.amount_minor,
                )
                given = mine.values(refunded_minor=SandboxSession.refunded_minor + amount_minor)
                if write(given).rowcount == 0:
                    raise TooMuch("The sandbox took less than that.")
            return f"refund-{key}"

        return self._outside(work)

    def refund_failed(self, refund: str) -> bool:
        """Never: its cards are never closed."""
        return False

    def read_event(self, body: bytes, signature: str) -> Event:
        at, _, _ = signature.partition(".")
        if not hmac.compare_digest(self._sign(body, at).encode(), signature.encode()):
            raise Forged("The signature does not fit the body.")
        if int(at) < (clock.now() - FRESH).timestamp():
            raise Forged("The signature is too old.")
        facts = json.loads(body)
        return Event(facts["id"], facts["kind"], facts["session"])

    def event_of(self, session_id: str) -> tuple[bytes, str]:
        """Body and signature of the webhook that tells what became of a session; the same for the same state."""
        row = session(session_id)
        facts = {"id": f"{row.id}-{row.state}", "kind": f"session.{row.state}", "session": row.id}
        body = json.dumps(facts, sort_keys=True).encode()
        return body, self._sign(body, str(int(clock.now().timestamp())))

    def press(self, session_id: str, card: str) -> SandboxSession:
        """A button of the payment page was pressed: one of `CARDS`, or one of `ANSWERS` to the second step.

        A session that is settled stays as it is, however often a button is pressed.
        """

        def work() -> None:
            row = session(session_id)
            if row.state == "challenged" and card in ANSWERS:
                _move(session_id, ANSWERS[card], card)
            elif row.state == "open" and CARDS.get(card, "open") != "open":
                _move(session_id, CARDS[card], card)

        self._outside(work)
        return session(session_id)

    def _sign(self, body: bytes, at: str) -> str:
        return f"{at}.{hmac.digest(self._key, b'webhook:' + at.encode() + b'.' + body, 'sha256').hex()}"

    @staticmethod
    def _outside(work: Callable[[], T]) -> T:
        if in_transaction():
            raise RuntimeError("a provider is never called inside a transaction")
        return transaction(work)


def session(session_id: str) -> SandboxSession:
    """The sandbox's own row. Raises `UnknownSession`."""
    query = select(SandboxSession).where(SandboxSession.id == session_id).execution_options(populate_existing=True)
    row = db.session.execute(query).scalar_one_or_none()
    if row is None:
        raise UnknownSession(session_id)
    return row


def _move(session_id: str, state: str, card: str | None = None) -> None:
    """The session has that state, unless it was settled before or its time is over."""
    now = clock.now()
    open_ones = update(SandboxSession).where(SandboxSession.id == session_id, SandboxSession.state.not_in(SETTLED))
    if state != "expired":
        open_ones = open_ones.where(SandboxSession.expires_at > now)
    settled = now if state in SETTLED else None
    write(open_ones.values(state=state, card=card or SandboxSession.card, settled_at=settled))


def _state(row: SandboxSession) -> ProviderState:
    if row.state == "captured":
        return ProviderState("captured", row.id)
    if row.state == "expired" or row.expires_at <= clock.now():
        return ProviderState("expired")
    return ProviderState("open" if row.state == "challenged" else row.state)
