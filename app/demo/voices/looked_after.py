"""What the demo's houses did about low scores: cases in every state, with notes, each by its survey. Pure but for its
tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from app.care.cases.rules import CONTACT_WITHIN, CONTACTED, OPEN, RESOLVED
from app.demo.rows import Row
from app.demo.voices.asked import ZONE, Asked
from app.experience.surveys.rules import PARTS, Scores, asked_at, low

SUBJECT = "care_case"
TITLES = {"nps": "would recommend", "ces": "easy to book"}
CAUSES = ("sleep", "room", "food", "arriving", "people", "booking", "broken")
LETTERS = (
    "I read what you wrote with the kitchen this morning. You are right, and I am sorry. May I ring you?",
    "Thank you for telling us. I have slept in that room since, and I heard it too.",
    "I am sorry about the wait. It was our rota and not your luck, and it has been changed.",
)
SPOKE = ("Rang them. Cross at first, kind in the end.", "Rang, second try. Wanted to be heard more than paid.")
ENDED = (
    "New catch on the window, and the room was taken off sale until it was in.",
    "Talked through with the team; two people at the desk on Sunday mornings now.",
    "Explained, apologised, and a night kept for them in the spring if they want it.",
)
REMEDIED = (
    "Supper of that evening taken off the bill.",
    "Breakfast taken off the bill, and a note with the receipt.",
)
"""How a case ended for which something was taken off the bill."""

STALE, LATELY = timedelta(days=8), timedelta(days=60)
GIVEN = 0.3
"""How many of the last weeks' cases ended with something off the bill."""

LEFT_LYING, STUCK = 0.05, 0.3
"""How many wait longer than a day for somebody, and how many of the last days still do."""


@dataclass(frozen=True, slots=True)
class Tended:
    """A case with its notes and what the journal says of it, to be numbered."""

    asked: Asked
    case: Row
    notes: tuple[Row, ...]
    entries: tuple[Row, ...]


def tended(survey_id: int, asked: Asked, manager_id: int, until: datetime) -> Tended | None:
    """The case that a survey's answer opened, as far as it has come; None where it opened none."""
    reply, answered_at = asked.reply, asked.answered_at
    if reply is None or answered_at is None or not reply.contact_agreed:
        return None
    poor = low(Scores(**reply.scores))
    if not poor:
        return None
    random = Random(f"case {asked.moment} {asked.known.booked.reference}")
    due_at = answered_at + CONTACT_WITHIN
    late = random.random() < LEFT_LYING
    contacted_at = answered_at + timedelta(hours=random.uniform(1, 22) + (30 if late else 0))
    resolved_at = contacted_at + timedelta(hours=min(random.expovariate(1 / 150) + 8, 700))
    stuck = random.random() < STUCK and answered_at > until - STALE
    contacted = contacted_at <= until and not stuck
    resolved = contacted and resolved_at <= until
    state = RESOLVED if resolved else CONTACTED if contacted else OPEN
    escalated = (late or not contacted) and due_at <= until
    again_at = asked_at(resolved_at.date(), ZONE)
    again = resolved and again_at <= until
    case = {
        "location_id": asked.known.location_id,
        "booking_id": asked.known.booking_id,
        "guest_id": asked.known.guest_id,
        "subject": "survey",
        "subject_id": survey_id,
        "title": _title(reply.scores, poor),
        "words": reply.words,
        "state": state,
        "owner_id": manager_id if contacted else None,
        "theme": (reply.theme or random.choice(CAUSES)) if resolved else None,
        "closings": int(resolved),
        "opened_at": answered_at,
        "due_at": due_at,
        "contacted_at": contacted_at if contacted else None,
        "resolved_at": resolved_at if resolved else None,
        "escalated_at": due_at if escalated else None,
        "asked_again_at": again_at if again else None,
        "put_right_at": None,
    }
    entries = [_entry(case, "case_opened", answered_at, "guest", None, of="survey")]
    notes: list[Row] = []
    if escalated:
        entries.append(_entry(case, "case_escalated", due_at, "system", None))
    if contacted:
        way = random.choice(("telephone", "telephone", "elsewhere"))
        words = random.choice(SPOKE if way == "telephone" else LETTERS)
        notes.append(_note("contact", way, words, manager_id, contacted_at))
        entries.append(_entry(case, "case_contacted", contacted_at, "staff", manager_id, way=way, late=late))
    if resolved:
        notes.append(_note("ended", None, ended(random, resolved_at, until), manager_id, resolved_at))
        entries.append(_entry(case, "case_resolved", resolved_at, "staff", manager_id, theme=case["theme"]))
    if again:
        entries.append(_entry(case, "case_asked_again", again_at, "system", None))
    case["revision"] = len(entries) - 1
    return Tended(asked, case, tuple(notes), tuple(entries))


def ended(random: Random, at: datetime, until: datetime) -> str:
    """How a case ended that was resolved then."""
    return random.choice(REMEDIED if at > until - LATELY and random.random() < GIVEN else ENDED)


def _title(scores: Mapping[str, int], poor: Sequence[str]) -> str:
    words = ", ".join(f"{TITLES.get(name) or PARTS[name]} {scores[name]}" for name in poor)
    return words[:1].upper() + words[1:]


def _note(kind: str, way: str | None, words: str, by: int, at: datetime) -> Row:
    return {"kind": kind, "way": way, "words": words, "staff_id": by, "written_at": at}


def _entry(case: Row, action: str, at: datetime, actor: str, actor_id: int | None, **facts: object) -> Row:
    return {
        "at": at,
        "actor": actor,
        "actor_id": actor_id,
        "action": action,
        "subject": SUBJECT,
        "location_id": case["location_id"],
        "facts": facts,
    }
