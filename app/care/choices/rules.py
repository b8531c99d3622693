"""Which choices there are, and what is promised. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

KEEP, DATES, HOUSE, CANCEL = "keep", "dates", "house", "cancel"
CHOICES = (KEEP, HOUSE, DATES, CANCEL)
"""In the order in which a guest reads them."""

LEAVING = (HOUSE, DATES, CANCEL)
"""Those after which the notice touches nothing that is theirs."""

CHOOSING = ("confirmed", "in_house")
"""The states of a booking whose guest has something to choose; who is in the house may only keep what they have."""

OWNER = "notice"
"""Of the claims that hold what was promised; the owner's id is the touch's."""

DATES_PART = 50
"""Claims of one touch are told apart by their parts: those in another house count from 0, those of other dates from
here."""


@dataclass(frozen=True, slots=True)
class Promised:
    """How many bookings a notice touches, and to how many of them each way out could be promised; None: not offered.
    `looked_after` is for how many it was tried: all but those who booked knowing of it, and the very newest."""

    bookings: int
    houses: int | None
    dates: int | None
    looked_after: int = field(default=0, compare=False)


def nearest_first(moves: Iterable[date], arrival: date) -> list[date]:
    """Other arrivals in the order in which they are promised: the same day of the week before others, then the nearest,
    and of two as near the later."""

    def key(other: date) -> tuple[bool, int, bool]:
        days = (other - arrival).days
        return days % 7 != 0, abs(days), days < 0

    return sorted(moves, key=key)
