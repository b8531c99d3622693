"""What the demo group spent outside its houses, and how easy its staff found their work, month by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from app.demo.rows import Row, insert_all
from app.experience.spend.models import MediaSpend
from app.plan.pulse.models import PulseCount

MONTHS = 13
POUNDS = {
    "search": 2_150, "social": 680, "print": 340, "partners": 920, "events": 150, "letters": 260, "gifts": 190,
}  # fmt: skip
"""A month on average."""
TEAM = 14
EASE = {"withy-moor": 3.3, "lyndhay": 3.6}
USUAL_EASE = 3.9


def months_before(until: date, count: int = MONTHS) -> list[date]:
    """The first days of the months that were over by then, the last `count` of them, in order."""
    found = [until.replace(day=1)]
    while len(found) <= count:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return sorted(found[1:])


def write_spending(until: date, houses: Mapping[str, int]) -> None:
    """Spend and pulse of the last thirteen months are there."""
    months = months_before(until)
    insert_all(MediaSpend, [row for month in months for row in _spend(month)])
    insert_all(PulseCount, [row for month in months for slug in houses for row in _pulse(month, slug, houses[slug])])


def _spend(month: date) -> Iterator[Row]:
    random = Random(f"spend {month}")
    entered = datetime.combine(month + timedelta(days=33), time(9), UTC)
    for channel, pounds in POUNDS.items():
        season = 1.35 if month.month in (1, 2, 9) else 0.9
        yield {
            "month_on": month,
            "channel": channel,
            "amount_minor": int(pounds * season * random.uniform(0.85, 1.15)) * 100,
            "currency": "GBP",
            "version": 1,
            "entered_at": entered,
        }


def _pulse(month: date, slug: str, location_id: int) -> Iterator[Row]:
    random = Random(f"pulse {month} {slug}")
    answers = random.randint(TEAM - 5, TEAM)
    counts = Counter(max(1, min(5, round(random.gauss(EASE.get(slug, USUAL_EASE), 0.9)))) for _ in range(answers))
    for ease, count in sorted(counts.items()):
        yield {"month_on": month, "location_id": location_id, "ease": ease, "answers": count}
