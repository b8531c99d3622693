"""Both payment providers behind one face: what tests do to them from the guest's side and from the provider's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import pytest

from app.payments import Provider, ProviderAway
from app.payments.sandbox import Sandbox, session
from app.payments.stripe import Stripe
from tests import stripe_server
from tests.stripe_server import StripeServer


class Counterpart(Protocol):
    """A provider, and what happens there."""

    provider: Provider

    def pay(self, session_id: str) -> None: ...

    def decline(self, session_id: str) -> None: ...

    def refunded(self, session_id: str) -> int:
        """By the provider's own log, in minor units."""
        ...

    def event(self, session_id: str) -> tuple[bytes, str]:
        """The newest webhook about a session."""
        ...

    def old_event(self, session_id: str) -> tuple[bytes, str]:
        """The same, signed six minutes ago."""
        ...

    @contextmanager
    def away(self) -> Iterator[None]:
        """Meanwhile the provider does not answer."""
        ...


@dataclass
class AtSandbox:
    provider: Sandbox
    patched: pytest.MonkeyPatch

    def pay(self, session_id: str) -> None:
        self.provider.press(session_id, "works")

    def decline(self, session_id: str) -> None:
        self.provider.press(session_id, "declined")

    def refunded(self, session_id: str) -> int:
        return session(session_id).refunded_minor

    def event(self, session_id: str) -> tuple[bytes, str]:
        return self.provider.event_of(session_id)

    def old_event(self, session_id: str) -> tuple[bytes, str]:
        body, signature = self.provider.event_of(session_id)
        earlier = str(int(signature.partition(".")[0]) - 360)
        return body, self.provider._sign(body, earlier)

    @contextmanager
    def away(self) -> Iterator[None]:
        def nobody(*_: object) -> None:
            raise ProviderAway("Nobody there.")

        with self.patched.context() as patched:
            for name in ("open_session", "fetch", "expire", "refund"):
                patched.setattr(self.provider, name, nobody)
            yield


@dataclass
class AtStripe:
    server: StripeServer
    provider: Stripe

    def pay(self, session_id: str) -> None:
        self.server.pay(session_id)

    def decline(self, session_id: str) -> None:
        self.server.decline(session_id)

    def refunded(self, session_id: str) -> int:
        return self.server.refunded(session_id)

    def event(self, session_id: str) -> tuple[bytes, str]:
        return self.server.signed(self._newest(session_id))

    def old_event(self, session_id: str) -> tuple[bytes, str]:
        _, signature = self.event(session_id)
        at = int(signature.partition(",")[0].removeprefix("t="))
        return self.server.signed(self._newest(session_id), at - 360)

    @contextmanager
    def away(self) -> Iterator[None]:
        self.server.mood = "down"
        yield
        self.server.mood = "well"

    def _newest(self, session_id: str) -> stripe_server.Json:
        key = self.server.sessions[session_id]["metadata"]["key"]
        return [event for event in self.server.events if event["data"]["object"]["metadata"].get("key") == key][-1]


@contextmanager
def counterpart(name: str, patched: pytest.MonkeyPatch) -> Iterator[Counterpart]:
    """`sandbox` or `stripe`, ready to take money."""
    if name == "sandbox":
        yield AtSandbox(Sandbox("a key", lambda session_id: f"/sandbox/{session_id}"), patched)
        return
    with stripe_server.serving() as server:
        yield AtStripe(server, Stripe(stripe_server.KEY, stripe_server.SECRET, server.address, patience=(1, 0.5)))
