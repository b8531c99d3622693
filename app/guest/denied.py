"""What the pages of search tell the funnel's log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.availability.denied import denied
from app.availability.search import HouseFit
from app.catalogue.queries import RoomType
from app.web import funnel
from app.web.search import Search


def note_search(search: Search, location_id: int | None = None, *, page: str, aside: bool = False) -> None:
    """The page answers this search."""
    asked = (page, sorted(search.asked()), sorted(search.filters()))
    funnel.about(search.stay, search.party, location_id, page=asked, aside=aside)
    note_problems(search)


def note_problems(search: Search) -> None:
    """What could not be read of a search, by code."""
    for problem in search.problems:
        funnel.signal("field_error", f"search.{problem.name}.{problem.code}")


def denied_by(fits: Sequence[HouseFit], search: Search, only: RoomType | None = None) -> dict[str, Any] | None:
    """The no to a search with dates, as `funnel.denied` takes it; None where a house that was asked has something."""
    stay = search.stay
    asked = [fit for fit in fits if not search.locations or fit.board.house.slug in search.locations]
    if stay is None or search.problems or (only is None and any(fit.rooms or fit.together for fit in asked)):
        return None
    found = denied(asked, only)
    if found is None:
        return None
    return found.told(stay, search.party) | {"location_id": found.board.house.id}
