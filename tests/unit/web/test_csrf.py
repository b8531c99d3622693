"""A form's token is its visitor's own under any mask, and nothing else is."""

from __future__ import annotations

import pytest
from flask import Flask, request, session
from flask_wtf.csrf import CSRFError

from app.web.csrf import FIELD, masked, protect

OWN, OTHER = "0f" * 20, "a1" * 20


@pytest.fixture
def engine() -> str:
    """Nothing is read."""
    return "sqlite"


def check(app: Flask, sent: str | None, kept: str | None = OWN, method: str = "POST") -> None:
    with app.test_request_context("/", method=method, data={} if sent is None else {FIELD: sent}):
        if kept:
            session[FIELD] = kept
        assert request.method == method
        protect.protect()


@pytest.mark.parametrize("secret", [OWN, "00" * 20, "ff" * 32])
def test_its_own_is_taken_under_any_mask(app: Flask, secret: str) -> None:
    sent = {masked(secret) for _ in range(20)}
    assert len(sent) == 20
    for one in sent:
        assert secret not in one or set(secret) == {"0"}
        check(app, one, secret)


MASKED = masked(OWN)
WRONG = (
    None, "", " ", "0", OWN, OWN + OWN, OWN + OTHER, masked(OTHER), MASKED[:-1], f"{MASKED}0", f"{MASKED[:-1]}g",
    f"0x{MASKED[2:]}", f"-{MASKED[1:]}", f"{MASKED[:-2]}_1", "é" * 80, "٣" * 80,
)  # fmt: skip


@pytest.mark.parametrize("sent", WRONG, ids=range(len(WRONG)))
def test_anything_else_is_refused(app: Flask, sent: str | None) -> None:
    with pytest.raises(CSRFError):
        check(app, sent)


def test_who_has_none_sends_none(app: Flask) -> None:
    with pytest.raises(CSRFError):
        check(app, masked(OWN), kept=None)


def test_reading_needs_none(app: Flask) -> None:
    check(app, None, kept=None, method="GET")
