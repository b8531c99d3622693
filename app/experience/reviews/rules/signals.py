"""What may tell a fake from a review. Pure; a signal removes nothing, somebody looks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

SAME_WORDS, SAME_DEVICE, BURST, OWN_MAIL = "same_words", "same_device", "burst", "own_mail"
SIGNALS = {
    SAME_WORDS: "The same words as another review",
    SAME_DEVICE: "From the same device within the hour as another",
    BURST: "One of many within an hour",
    OWN_MAIL: "By the mail address of somebody who works here",
}
BURST_OF, BURST_WITHIN = 5, timedelta(hours=1)
SHORTEST = 20
"""Fewer letters than this are alike by chance: many a guest writes `Lovely`."""

_LETTERS = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Clue:
    """What is known of a review that may tell: its words, device and instant, and whether its mail is staff's."""

    review_id: int
    location_id: int
    words: str
    device: str | None
    written_at: datetime
    own_mail: bool


def signals_of(clues: Sequence[Clue]) -> dict[int, list[str]]:
    """By review, the signals that it gives, in the order of `SIGNALS`; reviews without any are absent."""
    words = Counter(_same(clue.words) for clue in clues)
    devices = Counter(clue.device for clue in clues if clue.device is not None)
    found: dict[int, list[str]] = {}
    for clue in clues:
        told = {
            SAME_WORDS: bool(_same(clue.words)) and words[_same(clue.words)] > 1,
            SAME_DEVICE: clue.device is not None and devices[clue.device] > 1,
            BURST: _around(clue, clues) >= BURST_OF,
            OWN_MAIL: clue.own_mail,
        }
        if given := [name for name, so in told.items() if so]:
            found[clue.review_id] = given
    return found


def _same(words: str) -> str:
    letters = _LETTERS.sub(" ", words.casefold()).strip()
    return letters if len(letters) >= SHORTEST else ""


def _around(clue: Clue, clues: Sequence[Clue]) -> int:
    """The most reviews of its house within one hour that it is one of."""
    same = [one.written_at for one in clues if one.location_id == clue.location_id]
    near = sorted(at for at in same if abs(at - clue.written_at) < BURST_WITHIN)
    return max(sum(start <= at < start + BURST_WITHIN for at in near) for start in near if start <= clue.written_at)
