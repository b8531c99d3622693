"""What the demo's visitors asked for and could not have, with the rule that stood in their way. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from app.demo.calendar import DAY, FRIDAY, SATURDAY, WEEK, limits, long_weekend_sundays, rate_minor
from app.demo.group import House, Kind
from app.demo.visits.shape import Draw

REASONS = Draw({"min_stay": 0.44, "full": 0.36, "party_too_large": 0.08, "closed_to_arrival": 0.07, "needs": 0.05})
LARGE_PARTIES = (5, 6, 7, 8)


@dataclass(frozen=True, slots=True)
class Denied:
    """A search without an offer: the binding reason, and the properties that an event of it carries."""

    reason: str
    arrival: date
    nights: int
    heads: int
    properties: dict[str, Any]


def denied(house: House, day: date, lead_days: int, random: Random) -> Denied:
    """A search at that house on that day for a stay that the houses' year refuses, or had no room left for."""
    reason = REASONS(random) or "full"
    kind = random.choice(house.kinds)
    arrival, nights = _dates(reason, day + DAY * lead_days, random)
    heads = random.choice(LARGE_PARTIES) if reason == "party_too_large" else random.choice((1, 2, 2, 2, 3))
    rule = _rule(house, reason, arrival, nights)
    properties = {
        "arrival": arrival.isoformat(),
        "nights": nights,
        "heads": heads,
        "location": house.slug,
        "room_type": kind.slug,
        "rate_plan": "flexible",
        "rule": rule,
        "value_minor": _value(kind, arrival, nights) if rule else None,
        "currency": "GBP",
    }
    return Denied(reason, arrival, nights, heads, properties)


def _dates(reason: str, near: date, random: Random) -> tuple[date, int]:
    """Dates about that day for which the reason holds."""
    if reason == "closed_to_arrival":
        coming = (sunday for year in (near.year, near.year + 1) for sunday in sorted(long_weekend_sundays(year)))
        return next(sunday for sunday in coming if sunday >= near), random.choice((1, 2, 2))
    if reason == "min_stay":
        return _on(near, random.choice((FRIDAY, SATURDAY, SATURDAY))), 1
    if reason == "full":
        return _on(near, random.choice((FRIDAY, FRIDAY, SATURDAY))), 2
    return near, random.choice((1, 2, 2, 3))


def _on(near: date, weekday: int) -> date:
    return near + DAY * ((weekday - near.weekday()) % (WEEK // DAY))


def _rule(house: House, reason: str, arrival: date, nights: int) -> str | None:
    """The smallest change of one rule that would have served the stay; None where no change would."""
    if reason == "min_stay" and (limits(house, arrival).min_stay_arrival or 0) > nights:
        return f"min_stay:{nights}"
    return "closed_to_arrival:open" if reason == "closed_to_arrival" else None


def _value(kind: Kind, arrival: date, nights: int) -> int:
    return sum(rate_minor(kind, arrival + DAY * n) for n in range(nights))
