"""The tables of the scores as files."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.experience.estimates import Change, Nps
from app.insight.voices import Part, Response, StayNps, Voices
from app.marketing.files import Table

_NPS = ("n", "promoters", "passives", "detractors", "nps", "adjusted", "low", "high")
_CHANGE = ("difference", "p", "verdict")
NOTHING = (None, None, None)


def score_tables(found: Voices) -> dict[str, Table]:
    """Each table by the name that an address gives it."""
    return {name: make(found) for name, make in TABLES.items()}


def _nps(stay: StayNps) -> Table:
    rows = [(row.name, *_score(row.nps), *_moved(row.change)) for row in stay.houses]
    rows.append(("Together", *_score(stay.total), *_moved(stay.change)))
    weighted = stay.weighted
    rows.append(
        ("Weighted by who stayed", weighted.n, *NOTHING, weighted.score, None, weighted.low, weighted.high, *NOTHING)
    )
    return Table("nps-by-house", ("house", *_NPS, *_CHANGE), rows)


def _ease(found: Voices) -> Table:
    answers = tuple(f"answered_{answer}" for answer in range(1, 8))
    heads = ("asked", "n", "mean", "low", "high", "agree", "agree_low", "agree_high", *answers, *_CHANGE)
    rows = [
        (
            row.name, row.mean.n, row.mean.mean, row.mean.low, row.mean.high, row.agree.share, row.agree.low,
            row.agree.high, *row.counts, *_moved(row.change),
        )
        for row in found.ease
    ]  # fmt: skip
    return Table("ease", heads, rows)


def _parts(name: str, parts: Sequence[Part]) -> Table:
    answers = tuple(f"answered_{answer}" for answer in range(1, 6))
    rows = [
        (
            row.name, row.satisfied.n, row.satisfied.share, row.satisfied.low, row.satisfied.high, row.mean.mean,
            *row.counts, *_moved(row.change),
        )
        for row in parts
    ]  # fmt: skip
    return Table(name, ("about", "n", "gave_4_or_5", "low", "high", "mean", *answers, *_CHANGE), rows)


def _responses(*groups: Sequence[Response]) -> Table:
    rows = [
        (row.name, row.sent, row.opened.k, row.answered.k, row.answered.share, row.answered.low, row.answered.high)
        for group in groups
        for row in group
    ]
    return Table("responses", ("survey", "sent", "opened", "answered", "answered_share", "low", "high"), rows)


def _silent(found: Voices) -> Table:
    said, expected = found.expected_ces.answered, found.expected_ces
    rows = [
        ("Those who said", said.n, said.mean, said.low, said.high),
        ("Those who did not, expected", expected.silent, expected.mean, expected.low, expected.high),
    ]
    return Table("ease-of-the-silent", ("who", "n", "ces", "low", "high"), rows)


def _score(nps: Nps) -> tuple[int | float | None, ...]:
    return (nps.n, nps.promoters, nps.passives, nps.detractors, nps.score, nps.adjusted, nps.low, nps.high)


def _moved(change: Change | None) -> tuple[float | str | None, ...]:
    return (change.difference, change.p, change.verdict) if change else (None, None, None)


def _months(found: Voices) -> Table:
    rows = [(row.month_on.isoformat(), *_score(row.nps)) for row in found.stay.trend]
    return Table("nps-by-month", ("month", *_NPS), rows)


def _drivers(found: Voices) -> Table:
    rows = [(row.name, row.n, row.weight, "yes" if row.falls else "no") for row in found.drivers.drivers]
    return Table("drivers-of-nps", ("question", "n", "weight", "falls"), rows)


TABLES: dict[str, Callable[[Voices], Table]] = {
    "nps": lambda found: _nps(found.stay),
    "months": _months,
    "ease": _ease,
    "parts": lambda found: _parts("parts-of-the-stay", found.parts),
    "worth": lambda found: _parts("as-expected-and-worth-it", (found.expectation, found.worth)),
    "drivers": _drivers,
    "responses": lambda found: _responses(found.responses, found.stay.by_channel),
    "silent": _silent,
}
"""By the name that an address gives each."""
