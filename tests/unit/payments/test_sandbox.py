"""The contract of a payment provider, kept by the sandbox on both engines."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from app.kernel import clock
from app.payments import Forged, ProviderState, Session, TooMuch, UnknownSession
from app.payments.sandbox import Sandbox, session
from app.store import transaction


@pytest.fixture
def sandbox(app: Flask) -> Iterator[Sandbox]:
    return Sandbox("a key", lambda session_id: f"/sandbox/{session_id}")


def opened(sandbox: Sandbox, key: str = "checkout:1-stay-1", amount_minor: int = 41200) -> Session:
    until = clock.now() + timedelta(minutes=30)
    return sandbox.open_session(key, amount_minor, "GBP", "Two nights", "/back", "/back", until)


def test_one_key_opens_one_session(sandbox: Sandbox) -> None:
    first, again, other = opened(sandbox), opened(sandbox), opened(sandbox, "checkout:1-stay-2")
    assert first == again
    assert other.id != first.id
    assert first.url == f"/sandbox/{first.id}"
    assert sandbox.fetch(first.id) == ProviderState("open")


@pytest.mark.parametrize(
    ("card", "state"),
    [
        ("works", "captured"),
        ("declined", "declined"),
        ("second-step", "open"),
        ("never-answers", "open"),
        ("", "open"),
    ],
)
def test_each_button_does_what_it_says(sandbox: Sandbox, card: str, state: str) -> None:
    found = opened(sandbox)
    sandbox.press(found.id, card)
    assert sandbox.fetch(found.id).state == state


def test_a_second_step_is_confirmed(sandbox: Sandbox) -> None:
    found = opened(sandbox)
    sandbox.press(found.id, "confirmed")
    assert sandbox.fetch(found.id).state == "open"
    sandbox.press(found.id, "second-step")
    sandbox.press(found.id, "confirmed")
    assert sandbox.fetch(found.id) == ProviderState("captured", found.id)


@pytest.mark.parametrize("card", ["works", "declined"])
def test_what_is_settled_stays(sandbox: Sandbox, card: str) -> None:
    found = opened(sandbox)
    sandbox.press(found.id, card)
    settled = sandbox.fetch(found.id)
    for later in ("works", "declined", "second-step", "confirmed"):
        sandbox.press(found.id, later)
    assert sandbox.expire(found.id) == settled


def test_an_expired_session_takes_no_money(sandbox: Sandbox) -> None:
    found = opened(sandbox)
    assert sandbox.expire(found.id) == ProviderState("expired")
    sandbox.press(found.id, "works")
    assert sandbox.fetch(found.id) == ProviderState("expired")


def test_a_session_whose_time_is_over_takes_no_money(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    found = opened(sandbox)
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    sandbox.press(found.id, "works")
    assert sandbox.fetch(found.id) == ProviderState("expired")


def test_refunds_are_given_once_a_key_and_never_more_than_was_taken(sandbox: Sandbox) -> None:
    found = opened(sandbox)
    with pytest.raises(TooMuch):
        sandbox.refund("early", found.id, 1)
    sandbox.press(found.id, "works")
    assert sandbox.refund("a", found.id, 30000) == sandbox.refund("a", found.id, 30000)
    sandbox.refund("b", found.id, 11200)
    assert session(found.id).refunded_minor == 41200
    with pytest.raises(TooMuch):
        sandbox.refund("c", found.id, 1)
    assert session(found.id).refunded_minor == 41200


def test_webhooks_are_signed(sandbox: Sandbox) -> None:
    found = opened(sandbox)
    body, signature = sandbox.event_of(found.id)
    assert sandbox.read_event(body, signature).session_id == found.id
    for forged in (signature[:-1] + "g", "", "é"):
        with pytest.raises(Forged):
            sandbox.read_event(body, forged)
    with pytest.raises(Forged):
        sandbox.read_event(body + b" ", signature)
    with pytest.raises(Forged):
        Sandbox("another key", str).read_event(body, signature)


def test_it_is_never_called_inside_a_transaction(sandbox: Sandbox) -> None:
    with pytest.raises(RuntimeError, match="never called inside"):
        transaction(lambda: opened(sandbox))


def test_an_unknown_session_is_said_to_be(sandbox: Sandbox) -> None:
    for call in (sandbox.fetch, sandbox.expire):
        with pytest.raises(UnknownSession):
            call("nothing")
