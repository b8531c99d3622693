"""Who is held out: decided by the guest and a salt alone, so that it holds wherever and however often they come."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

OFFERS, HOLDOUT, RELEASED = "offers", "holdout", "released"

HALF, A_TENTH = 0.5, 0.1
"""How many are held out until the first verdict, and after it."""

BITS = 53
"""As many as a float holds: every place is an exact number."""


def place_of(guest_id: int, salt: str) -> float:
    """Where a guest stands from 0 up to but not 1 under a salt: HMAC-SHA256(salt, guest). The same for ever."""
    digest = hmac.new(salt.encode(), str(guest_id).encode(), hashlib.sha256).digest()
    return (int.from_bytes(digest[:8], "big") >> (64 - BITS)) / (1 << BITS)


def arm_of(guest_id: int, salt: str, held_out: float = HALF, at_first: float | None = None) -> str:
    """`offers`, `holdout`, or `released` when the part held out is smaller now than it was at first.

    `held_out` is the part held out now, from 0 to 1, `at_first` the part before any verdict (the same unless told).
    Who is still held out was so from the beginning: the same hash has a lower bound. The released see what everybody
    sees and count no further in any comparison. Whoever was never held out never is, while the salt stays.
    Raises `ValueError` when more are held out than at first.
    """
    bound = held_out if at_first is None else at_first
    if not 0 <= held_out <= bound <= 1:
        raise ValueError(f"{held_out} of {bound} held out")
    place = place_of(guest_id, salt)
    if place < held_out:
        return HOLDOUT
    return RELEASED if place < bound else OFFERS


def offers_share(held_out: float = HALF, at_first: float | None = None) -> float:
    """Of the guests that are compared, the expected part that sees offers: the released are not among them."""
    seeing = 1 - (held_out if at_first is None else at_first)
    compared = seeing + held_out
    return seeing / compared if compared else 0.0


def instead_of(shown: Sequence[int], others: Sequence[int]) -> list[int | None]:
    """For each offer of a page what the other arm would have shown in its stead; None for what both arms show there.

    Both are the offers of the page in their order, as many of one as of the other. What stands in one alone is paired
    with what stands in the other alone, in order, so that either arm names the same pairs.
    """
    alone = iter([one for one in others if one not in shown])
    return [None if one in others else next(alone, None) for one in shown]
