"""What a guest reads out on the telephone."""

from __future__ import annotations

import secrets

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
_CONFUSED = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def new_reference() -> str:
    """Eight random Crockford base-32 characters (40 bits); the caller's unique index settles collisions."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(LENGTH))


def read_reference(typed: str) -> str | None:
    """The reference that somebody typed, with look-alikes, blanks and dashes mended; None when it cannot be one."""
    cleaned = typed.strip().upper().translate(_CONFUSED)
    if len(cleaned) == LENGTH and all(letter in CROCKFORD for letter in cleaned):
        return cleaned
    return None
