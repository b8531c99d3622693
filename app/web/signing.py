"""Signing that works its keys out once: a new visitor's cookie and token are signed with every first page."""

from __future__ import annotations

import hmac
from functools import lru_cache
from typing import Any

from flask import Flask
from itsdangerous import HMACAlgorithm, TimestampSigner, URLSafeTimedSerializer


class Swift(HMACAlgorithm):
    """HMAC in one call of the machine's own code; the same signatures."""

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        return hmac.digest(key, value, "sha1")


class KeptKeys(TimestampSigner):
    """A signer whose keys follow from secret and salt as ever, and are remembered."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named | {"algorithm": Swift()})

    def derive_key(self, secret_key: str | bytes | None = None) -> bytes:
        secret = self.secret_keys[-1] if secret_key is None else secret_key
        return _derived(secret if isinstance(secret, bytes) else secret.encode(), self.salt, self.key_derivation)


@lru_cache(maxsize=32)
def _derived(secret: bytes, salt: bytes, derivation: str) -> bytes:
    return TimestampSigner(secret, salt=salt, key_derivation=derivation).derive_key()


def serializer(app: Flask, salt: str, **options: Any) -> URLSafeTimedSerializer:
    """Signs with the application's newest secret, and knows what an older one signed; one an application and salt."""
    kept: dict[str, URLSafeTimedSerializer] = app.extensions.setdefault("serializers", {})
    if salt not in kept:
        keys = [*(app.config["SECRET_KEY_FALLBACKS"] or ()), app.secret_key]
        kept[salt] = URLSafeTimedSerializer(keys, salt=salt, signer=KeptKeys, **options)
    return kept[salt]
