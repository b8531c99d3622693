"""The questions with a scale, and which answers a house has to look after."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

PARTS = {
    "csat_arrival": "arriving",
    "csat_room": "the room",
    "csat_supper": "supper",
    "csat_garden": "the garden",
    "csat_leaving": "leaving",
}
"""The moments of a stay in the order in which they are lived."""

SCALES: Mapping[str, range] = {
    "nps": range(11),
    "ces": range(1, 8),
    "csat": range(1, 6),
    **dict.fromkeys(PARTS, range(1, 6)),
    "expected": range(1, 6),
    "worth": range(1, 6),
}
"""Every question that is answered by a number, and the numbers."""

ENDS: Mapping[str, tuple[str, str]] = {
    "nps": ("not at all", "extremely likely"),
    "ces": ("strongly disagree", "strongly agree"),
    "csat": ("very poor", "very good"),
    "expected": ("much worse", "much better"),
    "worth": ("not at all", "every penny"),
}
"""What the lowest and the highest number say."""

LOW = {"nps": 6, "ces": 3, "csat": 2, **dict.fromkeys(PARTS, 2)}
"""Up to here a score opens a case. What was expected and what it was worth open none: a guest may find a stay dear and
right, and the likelihood to recommend says when it was wrong."""

NPS_HIGH, NPS_MIDDLE, DIPPED = 9, 7, 3

_CANNOT_WAIT = re.compile(
    r"\b(?:fires?|smoke alarms?|carbon monoxide|gas leaks?|smell(?:ed|s|t)? (?:of )?gas|electric shocks?|sparks?"
    r"|injur\w+|hurt (?:my|her|his|our|their)|bleed\w*|ambulance|hospital|concuss\w+|scald\w+"
    r"|food poison\w+|allergic reactions?|anaphyla\w+|epipen|(?:was|were|been) sick all|vomit\w*"
    r"|bed ?bugs?|rats?|cockroach\w*|asbestos|legionella"
    r"|harass\w*|assault\w*|threaten\w*|racis[mt]\w*|groped|followed me|broke in(?:to)?|stolen|theft|thief|robbed"
    r"|police|solicitors?|lawyers?|small claims|chargeback|discriminat\w+|unsafe)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Scores:
    """The numbers of an answer; None where a question was left out."""

    nps: int | None = None
    ces: int | None = None
    csat: int | None = None
    csat_arrival: int | None = None
    csat_room: int | None = None
    csat_supper: int | None = None
    csat_garden: int | None = None
    csat_leaving: int | None = None
    expected: int | None = None
    worth: int | None = None

    def of(self, name: str) -> int | None:
        found: int | None = getattr(self, name)
        return found

    @property
    def given(self) -> dict[str, int]:
        """Every number that was given."""
        return {name: number for name in SCALES if (number := self.of(name)) is not None}


def low(scores: Scores) -> list[str]:
    """The questions whose answers a house has to look after, in their order."""
    return [name for name, number in scores.given.items() if number <= LOW.get(name, -1)]


def cannot_wait(words: str) -> str:
    """The first words of a comment that no house may leave lying, whatever the scores say; empty where none are."""
    found = _CANNOT_WAIT.search(words)
    return found[0].lower() if found else ""


def open_question(scores: Scores) -> str:
    """The one open question. A part of the stay that was clearly worse than the rest is asked about by name."""
    parts = {name: number for name, number in scores.given.items() if name in PARTS}
    if parts and (number := min(parts.values())) <= DIPPED:
        worst = next(name for name in PARTS if parts.get(name) == number)
        return f"You gave {PARTS[worst]} a {number}. What happened?"
    return OPEN_QUESTIONS[_band(scores.nps)]


OPEN_QUESTIONS = {
    "high": "What should we never change?",
    "middle": "What would have made it better?",
    "low": "What went wrong?",
    "": "What should we know?",
}
"""By how likely the guest is to recommend the house."""


def _band(nps: int | None) -> str:
    if nps is None:
        return ""
    return "high" if nps >= NPS_HIGH else "middle" if nps >= NPS_MIDDLE else "low"
