"""Passwords and PINs: how they are kept, and which are refused."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

SHORTEST, LONGEST = 12, 200
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""OWASP's least: 19 MiB, so that eight threads that all sign somebody in fit into a small machine."""


def hashed(word: str) -> str:
    """What is kept of a password or a PIN."""
    return _hasher.hash(word)


def fits(kept: str | None, word: str) -> bool:
    """Whether this is the password; takes as long where nobody has one, or it cannot be read."""
    try:
        return _hasher.verify(kept or _nobodys(), word[:LONGEST]) and kept is not None
    except InvalidHashError:
        return fits(None, word)
    except Argon2Error:
        return False


@cache
def _nobodys() -> str:
    return hashed("nobody has this password")
