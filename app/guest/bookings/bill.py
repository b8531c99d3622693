"""The bill of a stay so far: what stands in its folio."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from app.booking.folio import LedgerLine
from app.kernel.words import money, short_day
from app.web.due_words import due_words

Row = tuple[str, str, str]
"""What, when it was written, and the sum."""


def bill_of(folio: tuple[LedgerLine, ...], currency: str, timezone: str) -> tuple[Row, ...]:
    """The lines that stand, in order; they add up to the balance."""
    return tuple(
        (
            line.label,
            short_day(line.written_at.astimezone(ZoneInfo(timezone)).date()),
            money(line.amount_minor, currency, pence=True),
        )
        for line in standing(folio)
    )


def standing(folio: tuple[LedgerLine, ...]) -> tuple[LedgerLine, ...]:
    """The lines of a bill without those that a correction took back whole, nor the corrections that did."""
    taken_back: dict[int, int] = {}
    for line in folio:
        if line.reverses_id is not None:
            taken_back[line.reverses_id] = taken_back.get(line.reverses_id, 0) + line.amount_minor
    gone = {line.id for line in folio if taken_back.get(line.id) == -line.amount_minor}
    return tuple(line for line in folio if line.id not in gone and line.reverses_id not in gone)


def balance_words(due_minor: int, currency: str, balance_on: date | None, today: date) -> str:
    """Who owes whom, and since when, as every mail says it."""
    text = money(abs(due_minor), currency, pence=True)
    if due_minor > 0:
        return f"{due_words(text, balance_on, today)}."
    return f"{text} is yours, and goes back the way it came." if due_minor else "Nothing is due."
