"""What the chart and its forms share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from flask import Blueprint, request

from app.catalogue.queries import House
from app.kernel import clock

blueprint = Blueprint("tape_chart", __name__)
LENGTHS = (7, 14, 28)
FURTHEST = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class Window:
    """The days that a chart shows, and the stay that is chosen on it."""

    house: House
    first: date
    days: int
    stay_id: int | None = None

    @property
    def until(self) -> date:
        return self.first + timedelta(days=self.days)

    @property
    def last(self) -> date:
        return self.until - timedelta(days=1)

    def url(self, *, first: date | None = None, days: int | None = None, stay_id: int | None = None) -> str:
        asked = {"from": (first or self.first).isoformat(), "days": days or self.days}
        if stay_id:
            asked["stay"] = stay_id
        return f"/staff/{self.house.slug}/tape-chart?{urlencode(asked)}"

    @property
    def earlier(self) -> str:
        return self.url(first=self.first - timedelta(days=self.days))

    @property
    def later(self) -> str:
        return self.url(first=self.first + timedelta(days=self.days))


def window_of(house: House) -> Window:
    """What the address asks for: from yesterday, two weeks, where it says nothing that can be shown."""
    today = clock.today(house.timezone)
    asked = request.values
    try:
        first = date.fromisoformat(asked.get("from", "")[:10])
    except ValueError:
        first = today - timedelta(days=1)
    if abs(first - today) > FURTHEST:
        first = today - timedelta(days=1)
    days = int(asked["days"]) if asked.get("days") in {str(length) for length in LENGTHS} else 14
    stay = asked.get("stay", "")
    return Window(house, first, days, int(stay) if stay.isascii() and stay.isdigit() and len(stay) < 19 else None)
