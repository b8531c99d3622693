"""A day in an address or a form."""

from __future__ import annotations

from datetime import date

from app.web.forms import clean_line


def day_of(typed: str | None) -> date | None:
    """The day that a date field sends, of this century or the next; None for anything else."""
    words = clean_line(typed or "")
    try:
        day = date.fromisoformat(words) if len(words) == 10 else None
    except ValueError:
        return None
    return day if day is not None and 2000 <= day.year <= 2200 else None
