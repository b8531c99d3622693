"""The code by which a guest recommends the houses. It travels in an address and stands on the bookings it brings.

Pure: nothing is kept. A code names its guest and carries a few bits that only the site can make, so that nobody makes
up somebody else's.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from app.kernel.reference import CROCKFORD

PREFIX = "friend-"
"""Sets the code of a guest apart from the words of a letter or a campaign."""

MAC_BITS = 25
LONGEST = 20


def referral_code(guest_id: int, keys: Sequence[str]) -> str:
    """The guest's own code under the first key: `friend-` and letters that can be read out."""
    number, letters = guest_id << MAC_BITS | _mac(guest_id, keys[0]), ""
    while number:
        number, digit = divmod(number, 32)
        letters = CROCKFORD[digit] + letters
    return PREFIX + letters


def referrer_in(code: str) -> int | None:
    """The id of the guest whom a code names, whether or not the code is good; None for words that are no such code."""
    letters = code.removeprefix(PREFIX)
    if letters == code or not 0 < len(letters) <= LONGEST or not set(letters) <= set(CROCKFORD):
        return None
    number = 0
    for letter in letters:
        number = number * 32 + CROCKFORD.index(letter)
    return number >> MAC_BITS or None


def is_good(code: str, keys: Sequence[str]) -> bool:
    """Whether the site made the code, under any of its keys."""
    guest_id = referrer_in(code)
    return guest_id is not None and any(hmac.compare_digest(referral_code(guest_id, [key]), code) for key in keys)


def _mac(guest_id: int, key: str) -> int:
    digest = hmac.digest(key.encode(), f"referral:{guest_id}".encode(), "sha256")
    return int.from_bytes(digest[:4], "big") >> (32 - MAC_BITS)
