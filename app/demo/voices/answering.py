"""How the demo's guests answer when they are asked. Pure; the same booking always gets the same answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from app.demo.voices.comments import comment
from app.demo.voices.truth import PARTS, USUAL, WEIGHTS, quality

ANSWERS = {"web": 0.36, "phone": 0.31, "agent": 0.22}
LOYAL = 0.08
OPENS = 0.44
"""Of those who do not answer, how many look at least."""
AT_ONCE = 0.62
"""Of those who answer, how many need no reminder."""
LEAVES_OUT = 0.12
WRITES = {"good": 0.34, "mixed": 0.30, "bad": 0.62}
AFTER_BOOKING, AFTER_CHANGING, AFTER_CANCELLING, AFTER_CASE = 0.27, 0.22, 0.15, 0.38


@dataclass(frozen=True, slots=True)
class Stayed:
    """A stay as far as it matters to what is said of it; `effort` is None where nobody counted it."""

    reference: str
    house: str
    departure: date
    source: str
    returning: bool
    supper: bool
    effort: float | None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, so long after it was asked; `scores` has no entry for what was left out."""

    scores: Mapping[str, int]
    words: str
    theme: str | None
    sentiment: str | None
    contact_agreed: bool
    named: bool
    after: timedelta
    read_after: timedelta


@dataclass(frozen=True, slots=True)
class Said:
    """What became of a question: when it was looked at, if ever, and the reply, if any."""

    read_after: timedelta | None
    reply: Reply | None


def after_stay(stay: Stayed, today: date) -> Said:
    """What a guest says who is asked on the day after departure."""
    random = Random(f"after stay {stay.reference}")
    chance = ANSWERS.get(stay.source, 0.3) + (LOYAL if stay.returning else 0.0)
    if random.random() >= chance:
        return Said(_soon(random) if random.random() < OPENS else None, None)
    mood = random.gauss(0, 0.4)
    lived = {part: quality(stay.house, part, stay.departure, today) + mood + random.gauss(0, 0.75) for part in PARTS}
    if not stay.supper:
        del lived["csat_supper"]
    felt = sum(WEIGHTS[part] * (lived[part] - USUAL) for part in lived) / sum(WEIGHTS[part] for part in lived)
    nps = _clamp(8.7 + 2.5 * felt + random.gauss(0, 1.35), 0, 10)
    scores = {
        "nps": nps,
        "ces": _clamp(6.15 + 0.5 * mood - 0.5 * (stay.effort or 0.5) + random.gauss(0, 0.8), 1, 7),
        **{part: _clamp(felt_part, 1, 5) for part, felt_part in lived.items()},
        "expected": _clamp(3.45 + 0.8 * felt + random.gauss(0, 0.6), 1, 5),
        "worth": _clamp(3.85 + 0.9 * felt + random.gauss(0, 0.7), 1, 5),
    }
    kept = {name: score for name, score in scores.items() if name == "nps" or random.random() >= LEAVES_OUT}
    return _said(random, kept, "good" if nps >= 9 else "mixed" if nps >= 7 else "bad")


def after_booking(reference: str, effort: float) -> Said:
    """What a guest says on the confirmation page or from its mail; the harder it was, the lower the ease."""
    random = Random(f"after booking {reference}")
    if random.random() >= AFTER_BOOKING:
        return Said(timedelta(seconds=random.randrange(5, 90)) if random.random() < OPENS else None, None)
    ces = _clamp(6.4 - 1.15 * effort + random.gauss(0, 0.95), 1, 7)
    return _said(random, {"ces": ces}, "good" if ces >= 6 else "mixed" if ces >= 4 else "bad", about_booking=True)


def after_cancelling(reference: str, refunded: bool) -> Said:
    """What a guest says who has cancelled on the site."""
    random = Random(f"after cancelling {reference}")
    if random.random() >= AFTER_CANCELLING:
        return Said(None, None)
    ces = _clamp((6.1 if refunded else 4.6) + random.gauss(0, 1.0), 1, 7)
    return Said(timedelta(minutes=1), _reply(random, {"ces": ces}, "", None, None, timedelta(minutes=1)))


def after_changing(reference: str) -> Said:
    """What a guest says who has moved a supper on the site."""
    random = Random(f"after changing {reference}")
    if random.random() >= AFTER_CHANGING:
        return Said(timedelta(minutes=1) if random.random() < OPENS else None, None)
    ces = _clamp(5.9 + random.gauss(0, 1.0), 1, 7)
    return Said(timedelta(minutes=1), _reply(random, {"ces": ces}, "", None, None, timedelta(minutes=1)))


def after_case(reference: str) -> Said:
    """What a guest says who is asked whether it was put right."""
    random = Random(f"after case {reference}")
    if random.random() >= AFTER_CASE:
        return Said(None, None)
    csat = _clamp(4.1 + random.gauss(0, 0.8), 3, 5)
    read = _soon(random)
    return Said(read, _reply(random, {"csat": csat}, "", None, None, read))


def _said(random: Random, scores: Mapping[str, int], mood: str, *, about_booking: bool = False) -> Said:
    words, theme, sentiment = "", None, None
    if random.random() < WRITES[mood] * (0.3 if about_booking else 1.0):
        sentiment = mood
        words, theme = _about_booking(random, mood) if about_booking else comment(random, mood, _part(scores, mood))
    read = timedelta(seconds=random.randrange(4, 60)) if about_booking else _soon(random)
    reply = _reply(random, scores, words, theme, sentiment, read)
    return Said(reply.read_after, reply)


def _reply(
    random: Random, scores: Mapping[str, int], words: str, theme: str | None, sentiment: str | None, read: timedelta
) -> Reply:
    return Reply(
        scores=scores,
        words=words,
        theme=theme,
        sentiment=sentiment,
        contact_agreed=random.random() < 0.6,
        named=random.random() < 0.25,
        after=read + timedelta(seconds=random.randrange(15, 150)),
        read_after=read,
    )


def _about_booking(random: Random, mood: str) -> tuple[str, str]:
    while True:
        words, theme = comment(random, mood, None)
        if theme in ("booking", "finding", "rules", "price"):
            return words, theme


def _part(scores: Mapping[str, int], mood: str) -> str | None:
    """What the comment is about: what was worst where it complains, what was best where it praises."""
    parts = {name: score for name, score in scores.items() if name in PARTS}
    if not parts:
        return None
    return (max if mood == "good" else min)(parts, key=lambda name: parts[name])


def _soon(random: Random) -> timedelta:
    """Within the day, or after the reminder of the third day."""
    hours = random.expovariate(1 / 5) if random.random() < AT_ONCE else 72 + random.expovariate(1 / 8)
    return timedelta(seconds=int(min(hours, 24 * 20) * 3600))


def _clamp(number: float, low: int, high: int) -> int:
    return max(low, min(high, round(number)))
