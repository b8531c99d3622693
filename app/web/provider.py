"""Which payment provider this installation has."""

from __future__ import annotations

from typing import NoReturn

from flask import Flask, current_app

from app.config import Config
from app.payments import Provider, ProviderAway
from app.payments.sandbox import Sandbox


def provider() -> Provider:
    """The configured provider. Raises `ProviderAway` where none is: then only rates that are owed can be booked."""
    found = configured()
    if found is None:
        _away()
    return found


def configured() -> Provider | None:
    """The configured provider, or None."""
    found: Provider | None = current_app.extensions["payment_provider"]
    return found


def sandbox() -> Sandbox | None:
    """The sandbox, where it is the provider."""
    found = configured()
    return found if isinstance(found, Sandbox) else None


def _away() -> NoReturn:
    raise ProviderAway("We cannot take cards here just now. Nothing was charged. Ring us, or pay at the house.")


def register(app: Flask, settings: Config) -> None:
    """Stripe takes all payments where it is configured, else the sandbox those of a demo; production has none then."""
    app.extensions["payment_provider"] = _made(settings)


def _made(settings: Config) -> Provider | None:
    if settings.stripe_key:
        from app.payments.stripe import Stripe

        return Stripe(settings.stripe_key, settings.stripe_webhook_secret, settings.stripe_api_base)
    return None if settings.production else Sandbox(settings.secrets[0], lambda session_id: f"/sandbox/{session_id}")
