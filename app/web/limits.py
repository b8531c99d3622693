"""Limits on how often one address may do something, counted in our own database."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, request
from flask_limiter import Limiter
from limits.storage import Storage
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import TooManyRequests

from app.config import Config
from app.store import limit


class OwnStorage(Storage):
    """Counters in the table `limit`: exact across any number of web processes, and nothing else to run."""

    STORAGE_SCHEME = ["quince"]

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        return limit.count_up(_digest(key), expiry, amount)

    def get(self, key: str) -> int:
        return limit.count_of(_digest(key))[0]

    def get_expiry(self, key: str) -> float:
        return limit.count_of(_digest(key))[1].timestamp()

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        limit.forget()
        return None

    def clear(self, key: str) -> None:
        limit.forget(_digest(key))


def _digest(key: str) -> str:
    secret: Config = current_app.config["SETTINGS"]
    return hmac.new(secret.secrets[0].encode(), f"limit:{key}".encode(), hashlib.sha256).hexdigest()


def _address() -> str:
    return request.remote_addr or "nobody"


limiter = Limiter(key_func=_address, storage_uri="quince://", strategy="fixed-window")

holds = limiter.limit(
    lambda: current_app.config["SETTINGS"].limit_holds,
    exempt_when=lambda: not current_app.config["SETTINGS"].limit_holds,
)
"""Decorates a view that makes holds."""


def _typed_mail() -> str:
    return f"mail:{request.form.get('email', '').strip().lower()[:254]}"


def asking(view: Callable[..., Any]) -> Callable[..., Any]:
    """Decorates a view that has a mail sent to whatever address is typed: 20 in ten minutes from one place, and six an
    hour to one address."""
    limited: Callable[..., Any] = limiter.limit("20 per 10 minutes")(
        limiter.limit("6 per hour", key_func=_typed_mail)(view)
    )
    return limited


codes = limiter.limit("30 per 10 minutes")
"""Decorates a view that tries codes; what a mail may be tried with in a day, `identity` counts."""


def count_try(key: str, most: int, seconds: int) -> None:
    """One more try under this key, right or wrong. Above `most` in `seconds` it is a 429, from wherever."""
    if limit.count_up(_digest(f"try:{key}"), seconds) > most:
        raise TooManyRequests


def tries_of(key: str) -> int:
    """How often `count_try` was asked for this key lately."""
    return limit.count_of(_digest(f"try:{key}"))[0]


def note_try(key: str, what: str, seconds: int) -> None:
    """One more thing was tried under this key; the same thing again within the time counts once. Never a 429."""
    if limit.count_up(_digest(f"try:{key}:{what}"), seconds) == 1:
        limit.count_up(_digest(f"try:{key}"), seconds)


def first_within(key: str, seconds: int) -> bool:
    """Whether this is asked for this key for the first time in so long; of two at once one is the first."""
    return limit.count_up(_digest(f"first:{key}"), seconds) == 1


@limiter.request_filter
def reading() -> bool:
    """Only what changes something is limited; the pages that everybody reads need no look at the limits."""
    return request.method in ("GET", "HEAD", "OPTIONS")


def register(app: Flask) -> None:
    """Views decorated with a limit answer 429 above it.

    They look for themselves. The extension's look at every request is for limits that hold everywhere, of which there
    are none; it leaves that out where it finds itself registered.
    """
    app.extensions.setdefault("limiter", set()).add(limiter)
    limiter.init_app(app)
