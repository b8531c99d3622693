"""Whom a campaign is for, and what holds for each of them now."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from app.offers.campaigns.audience.facts import facts_about
from app.offers.campaigns.audience.found import Candidate, Sought, found_by
from app.offers.campaigns.audience.offer import ENDED, RUNS, WAITS, Offered, offered
from app.offers.segments.queries import guests_in, segment_with

__all__ = ["ENDED", "RUNS", "WAITS", "Candidate", "Offered", "Sought", "candidates", "facts_about", "offered"]


def candidates(
    recipe: str | None,
    segment_id: int | None,
    today: date,
    at: datetime,
    *,
    after_id: int = 0,
    most: int | None = None,
    only: Collection[int] | None = None,
) -> list[Candidate]:
    """Whom the campaign is for today, by ascending id beyond `after_id`; of `only` these guests when they are given."""
    if recipe is not None:
        found = [one for one in found_by(recipe, today, at, only) if one.guest_id > after_id]
        return found[:most]
    segment: Any = segment_with(segment_id) if segment_id is not None else None
    if segment is None:
        return []
    ids = guests_in(segment.conditions, today, after_id=after_id, most=most, only=only)
    return [Candidate(guest_id) for guest_id in ids]
