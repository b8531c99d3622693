"""Calls that came to no booking, day by day, as the phone desk would have written them down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from random import Random
from typing import Any

from app.care.lost_calls.models import LostCall, LostCallHouse
from app.care.lost_calls.rules import reason_of, theme_of
from app.demo.calendar import DAY
from app.demo.group import the_group
from app.demo.occupancy import span
from app.demo.rows import insert_all
from app.demo.visits.denied import denied
from app.demo.visits.shape import Draw
from app.journal.models import Entry
from app.store import reserve_ids

CALLS_A_DAY = 1.8
REFUSED = "what a search would have said"
REASONS = Draw(
    {REFUSED: 0.52, "price": 0.15, "only_asking": 0.12, "dog": 0.07, "policy": 0.05, "distance": 0.05, "other": 0.04}
)
WORDS = {
    "price": ("Had 150 in mind for the night.", "Found it cheaper last year.", ""),
    "only_asking": ("Planning for next summer.", ""),
    "dog": ("Three dogs.", "The house they liked takes none in that room.", ""),
    "policy": ("Did not want to pay ahead.", "Wanted to cancel on the day.", ""),
    "distance": ("No car, and the last train is at six.", ""),
    "other": ("Asked for a wedding of eighty.", "Wanted a spa."),
    "min_stay": ("Only the Saturday.", "One night on the way to Cornwall.", ""),
    "full": ("Wedding near by.", "Asked to be told if something frees up.", ""),
}


@dataclass(frozen=True, slots=True)
class Lost:
    """A call that came to nothing. Dates are None where none were said; `denied` is what the board would have said."""

    at: datetime
    house: str
    reason: str
    arrival: date | None
    nights: int
    adults: int
    dogs: int
    words: str
    denied: dict[str, Any] | None


def lost_on(day: date) -> Iterator[Lost]:
    """The lost calls of a day, in order of time; always the same. Pure."""
    random = Random(f"lost calls {day}")
    minutes = sorted(random.randrange(9 * 60, 19 * 60) for _ in range(int(CALLS_A_DAY * 2 * random.random() + 0.5)))
    for minute in minutes:
        house = random.choice(the_group().houses)
        refused = denied(house, day, int(random.expovariate(1 / 30)), random)
        drawn = REASONS(random) or REFUSED
        reason = reason_of(refused.reason) if drawn == REFUSED else drawn
        dated = drawn == REFUSED or random.random() < 0.5
        yield Lost(
            at=datetime.combine(day, time(minute // 60, minute % 60, random.randrange(60)), UTC),
            house=house.slug,
            reason=reason,
            arrival=refused.arrival if dated else None,
            nights=refused.nights,
            adults=refused.heads,
            dogs=3 if reason == "dog" else int(random.random() < 0.2),
            words=random.choice(WORDS.get(reason, ("",))),
            denied={"reason": refused.reason, **refused.properties} if drawn == REFUSED else None,
        )


def write_calls(first: date, until: date, houses: Mapping[str, int], by: int) -> int:
    """The lost calls from one day up to another are written down by that member of staff; answers how many."""
    calls = [one for day in span(first, (until - first) // DAY) for one in lost_on(day) if one.house in houses]
    ids = reserve_ids(LostCall, len(calls))
    numbered = list(zip(ids, calls, strict=True))
    insert_all(LostCall, [_row(call_id, one, by) for call_id, one in numbered])
    insert_all(
        LostCallHouse,
        [{"lost_call_id": n, "location_id": houses[one.house], "denied": one.denied} for n, one in numbered],
    )
    insert_all(Entry, [_entry(call_id, one, houses[one.house], by) for call_id, one in numbered])
    return len(calls)


def _row(call_id: int, one: Lost, by: int) -> dict[str, Any]:
    return {
        "id": call_id,
        "taken_at": one.at,
        "staff_id": by,
        "arrival_on": one.arrival,
        "departure_on": one.arrival + DAY * one.nights if one.arrival else None,
        "adults": one.adults,
        "children": "",
        "cots": 0,
        "dogs": one.dogs,
        "needs": "step-free" if one.reason == "needs" else "",
        "reason": one.reason,
        "theme": theme_of(one.reason),
        "words": one.words,
    }


def _entry(call_id: int, one: Lost, location_id: int, by: int) -> dict[str, Any]:
    return {
        "at": one.at,
        "actor": "staff",
        "actor_id": by,
        "action": "call_lost",
        "subject": "lost_call",
        "subject_id": call_id,
        "location_id": location_id,
        "facts": {"reason": one.reason, "houses": [location_id]},
    }
