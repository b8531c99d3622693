"""What is the sandbox's alone: its named buttons."""

from datetime import timedelta

import pytest
from flask import Flask

from app.kernel import clock
from app.payments import ProviderState, Session
from app.payments.sandbox import Sandbox


@pytest.fixture
def sandbox(app: Flask) -> Sandbox:
    return Sandbox("a key", lambda session_id: f"/sandbox/{session_id}")


def opened(sandbox: Sandbox) -> Session:
    until = clock.now() + timedelta(minutes=30)
    return sandbox.open_session("checkout:1-stay-1", 41200, "GBP", "Two nights", "/back", "/back", until)


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
    sandbox.press(found.id, "works")
    assert sandbox.fetch(found.id).state == "open", "the second step has buttons of its own"
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
