"""A file of answers from another tool."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from unicodedata import category

from app.experience.estimates import CES, CSAT, NPS
from app.experience.surveys.rules import BOOKED, CANCELLED, CHANGED, STAY, Scores
from app.experience.tables import Bad, Row, read_table
from app.kernel.errors import Invalid
from app.kernel.reference import read_reference
from app.kernel.wall import read_instant

NEEDED = ("booking", "survey", "at")
ANSWERS = ("nps", "ces", "csat", "words")
MOMENTS = (BOOKED, CHANGED, CANCELLED, STAY)
"""What another tool may have asked about: how a case ended is asked here alone."""

LONGEST = 2000
"""Letters of words that are kept of an answer."""

UNREADABLE = ("Cc", "Cs", "Cn")
"""Control characters, halves of characters, and what is no character at all."""


@dataclass(frozen=True, slots=True)
class Response:
    """One line: whose booking, asked at which moment, answered when, and what."""

    line: int
    reference: str
    moment: str
    at: datetime
    scores: Scores
    words: str


@dataclass(frozen=True, slots=True)
class Responses:
    """What a file holds, and the lines that are no answer."""

    found: list[Response]
    bad: list[Bad]


def read_responses(file: Path, timezone: str, now: datetime, encoding: str | None = None) -> Responses:
    """Every line of the file, as an answer or as bad. An instant without an offset is in that time zone.

    A number outside its scale is no answer; a line without any answer is bad. Raises `Invalid` when the file is no such
    table.
    """
    table = read_table(file, encoding)
    table.require(NEEDED)
    if not any(name in table.header for name in ANSWERS):
        raise Invalid(f"{file} has none of the columns {', '.join(ANSWERS)}.")
    found, bad = [], list(table.bad)
    for row in table.rows:
        try:
            found.append(_response(row, timezone, now))
        except Invalid as reason:
            bad.append(Bad(row.line, str(reason)))
    return Responses(found, sorted(bad))


def _response(row: Row, timezone: str, now: datetime) -> Response:
    cells = row.cells
    reference, moment = read_reference(cells["booking"]), cells["survey"].lower()
    if reference is None:
        raise Invalid("booking is no reference")
    if moment not in MOMENTS:
        raise Invalid(f"survey is none of {', '.join(MOMENTS)}")
    try:
        at = read_instant(cells["at"], timezone)
    except Invalid:
        raise Invalid("at is no date and time") from None
    if at > now:
        raise Invalid("at has not come yet")
    scores = Scores(
        nps=NPS.read(cells.get("nps", "")), ces=CES.read(cells.get("ces", "")), csat=CSAT.read(cells.get("csat", ""))
    )
    words = _readable(cells.get("words", ""))
    if len(words) > LONGEST:
        raise Invalid(f"words are more than {LONGEST:,} letters")
    if not scores.given and not words:
        raise Invalid("no answer")
    return Response(row.line, reference, moment, at, scores, words)


def _readable(words: str) -> str:
    """The words without what no keyboard types and no page may hold; lines end as ours do."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in lines if one in "\n\t" or category(one) not in UNREADABLE).strip()
