"""What to do first: the evidence of all phases in one order, each with the way to an action about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from app.plan.journey import KINDS, Evidence, Moments
from app.plan.phases import PHASES, Phase

KIND_WORDS = {
    "bookings": "Bookings lost",
    "searches": "Searches that got no",
    "sales": "Sales fell",
    "nps": "Moves the NPS",
    "cases": "Cases",
    "reviews": "Reviews",
}
LONGEST_EVIDENCE = 300


@dataclass(frozen=True, slots=True)
class Priority:
    """One piece of evidence; `plan_url` opens a new action with its phase, evidence and measure filled in."""

    phase: str
    kind: str
    words: str
    url: str
    plan_url: str


def priorities(moments: Moments) -> list[Priority]:
    """Only what passed its test. What loses bookings comes first, then noes, sales that fell, what moves NPS, cases and
    reviews, each the largest first: the units differ, so none is weighed against another."""
    found = sorted(_all(moments), key=lambda one: (KINDS.index(one[1].kind), -one[1].size))
    return [
        Priority(phase.name, KIND_WORDS[evidence.kind], evidence.words, evidence.url, _plan_url(phase, evidence))
        for phase, evidence in found
    ]


def _all(moments: Moments) -> Iterable[tuple[Phase, Evidence]]:
    return ((phase, evidence) for phase in PHASES for evidence in moments.evidence.get(phase.key, ()))


def _plan_url(phase: Phase, evidence: Evidence) -> str:
    measure = evidence.measure or ":".join(phase.figures[0])
    told = {"phase": phase.key, "evidence": evidence.words[:LONGEST_EVIDENCE], "measure": measure}
    return f"/marketing/actions/new?{urlencode(told)}"
