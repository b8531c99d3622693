"""Passwords and PINs: how they are kept, and which are refused."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

SHORTEST, LONGEST = 12, 200
FEWEST = 5
"""Different letters and figures that are left without what everybody tries."""
_LEET = str.maketrans("013457$@!", "oleastsai")
_LETTERS = re.compile(r"[^\W\d_]+")
_PIN = re.compile(r"[0-9]{4,6}")
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


def fault_of(password: str, *about: str) -> str:
    """Why this is no password, as a sentence; empty for a good one. `about` are words that say who it belongs to.

    What is left of it without refused words, names, figures and repetition has to be something.
    """
    if len(password) < SHORTEST:
        return f"Use {SHORTEST} characters or more. Four words that belong together only for you are easy to keep"
    if len(password) > LONGEST:
        return f"Use {LONGEST} characters at most"
    own = {word for name in about for word in _LETTERS.findall(name.lower()) if len(word) > 2}
    left = _without(own, _without(own, password.lower()).translate(_LEET))
    if len({sign for sign in left if sign.isalnum()}) < FEWEST:
        return "That is one of the first that somebody would try. Take words that have nothing to do with the house"
    return ""


def pin_fault(pin: str) -> str:
    """Why this is no PIN, as a sentence; empty for a good one."""
    if not _PIN.fullmatch(pin):
        return "Use four to six figures"
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if len(steps) == 1 and steps <= {0, 1, 9}:
        return "Figures in a row, or all the same, are tried first. Take others"
    return ""


def _without(own: set[str], text: str) -> str:
    for word in sorted(_refused() | own, key=len, reverse=True):
        text = text.replace(word, "")
    return text


@cache
def _refused() -> frozenset[str]:
    return frozenset(Path(__file__).with_name("refused.txt").read_text("utf-8").split())
