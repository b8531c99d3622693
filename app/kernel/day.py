"""A day as people write it."""

from __future__ import annotations

import re
from datetime import date

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_BRITISH = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", re.ASCII)
"""As people write it whose browser has no date field."""


def read_day(words: str) -> date | None:
    """The day that `2027-03-05` or `5/3/2027` names; None for anything else."""
    iso, british = _ISO.fullmatch(words), _BRITISH.fullmatch(words)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if british:
            return date(int(british[3]), int(british[2]), int(british[1]))
    except ValueError:
        return None
    return None
