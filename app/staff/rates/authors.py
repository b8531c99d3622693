"""Whose the restrictions of a house are, in the words of the desk."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from app.catalogue.queries import House
from app.identity.staff.names import names_of
from app.kernel.words import short_day
from app.pricing.draft.queries import limits_set_by
from app.pricing.draft.rules import Scope


def authors(house: House, first: date, last: date) -> dict[Scope, str]:
    """`Priya Nair, Fri 5 March 2027` for each restriction that somebody set by hand; two statements."""
    found = limits_set_by(house.id, first, last)
    names = names_of(one.staff_id for one in found.values())
    words = {}
    for scope, one in found.items():
        if one.staff_id is not None and one.published_at is not None:
            day = one.published_at.astimezone(ZoneInfo(house.timezone)).date()
            words[scope] = f"{names[one.staff_id]}, {short_day(day)} {day.year}"
    return words
