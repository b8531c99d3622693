"""Writes the demo's visits with their events, and what each booking was for its guest, in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from app.booking.effort import Effort
from app.booking.effort.models import BookingEffort
from app.demo.calendar import DAY
from app.demo.occupancy import span
from app.demo.rows import Row, insert_all
from app.demo.visits.effort import effort_of
from app.demo.visits.faults import Fault
from app.demo.visits.stream import Bought, Looked, visits_on
from app.demo.visits.walk import RESULTS
from app.demo.world import Booked
from app.experience.funnel.models import Event, Visit
from app.experience.funnel.names import STEPS

AT_ONCE = 8_000
"""Events that are written together."""
LONDON = ZoneInfo("Europe/London")
PLACE = {name: place for place, name in enumerate(STEPS)}


@dataclass(frozen=True, slots=True)
class Counted:
    """What was written: the efforts by booking reference, and for each fault how many bookings it cost."""

    visits: int
    events: int
    efforts: Mapping[str, Effort]
    lost: Mapping[Fault, int]


def write_visits(
    since: datetime,
    until: datetime,
    booked: Iterable[Booked],
    booking_ids: Mapping[str, int],
    houses: Mapping[str, int],
    faults: Sequence[Fault] = (),
) -> Counted:
    """The visits that ended after `since` and by `until` are there, and the efforts of the bookings made in them.

    `booked` are at least all bookings of the days between; those without an id were never made and end no visit.
    """
    bought = _by_day(booked)
    visits: list[Row] = []
    events: list[Row] = []
    efforts: dict[str, Effort] = {}
    lost: dict[Fault, int] = dict.fromkeys(faults, 0)
    counted_visits = counted_events = 0
    for day in span(since.date(), (until.date() - since.date()).days + 1):
        for looked in visits_on(day, bought.get(day, ()), faults):
            if not since < min(looked.events[-1].at, _midnight(day + DAY)) <= until:
                continue
            if looked.booking is not None:
                if looked.booking not in booking_ids:
                    continue
                efforts[looked.booking] = effort_of(looked)
            if looked.fault is not None:
                lost[looked.fault] += 1
            location_id = houses.get(looked.house) if looked.house else None
            visits.append(visit_row(looked, location_id))
            events += event_rows(looked, location_id)
        if len(events) >= AT_ONCE:
            counted_visits, counted_events = counted_visits + len(visits), counted_events + len(events)
            _flush(visits, events)
    counted_visits, counted_events = counted_visits + len(visits), counted_events + len(events)
    _flush(visits, events)
    insert_all(BookingEffort, [{"booking_id": booking_ids[name], **asdict(one)} for name, one in efforts.items()])
    return Counted(counted_visits, counted_events, efforts, lost)


def bought_of(one: Booked) -> Bought:
    """The booking as its visit knows it."""
    visit = one.visit
    return Bought(
        reference=one.reference,
        at=visit.booked_at,
        house=visit.house,
        nights=visit.nights,
        heads=visit.party[0] + visit.party[1],
        lead_days=(visit.arrival - visit.booked_at.date()).days,
        returning=one.stayed_before,
    )


def _by_day(booked: Iterable[Booked]) -> dict[date, list[Bought]]:
    found: dict[date, list[Bought]] = {}
    for one in booked:
        if one.source == "web":
            found.setdefault(one.visit.booked_at.date(), []).append(bought_of(one))
    return found


def _flush(visits: list[Row], events: list[Row]) -> None:
    insert_all(Visit, visits)
    insert_all(Event, events)
    visits.clear()
    events.clear()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def visit_row(looked: Looked, location_id: int | None) -> Row:
    first: dict[str, datetime] = {}
    deepest = 0
    for event in looked.events:
        place = PLACE.get(event.name)
        if place is not None and event.name not in first:
            first[event.name] = event.at
            deepest = max(deepest, place)
    return {
        "visit": looked.visit,
        "day_on": looked.events[0].at.astimezone(LONDON).date(),
        "first_at": looked.events[0].at,
        "last_at": looked.events[-1].at,
        **{f"{step}_at": first.get(step) for step in STEPS},
        "location_id": location_id,
        "device": looked.device,
        "source": looked.source,
        "returning": looked.returning,
        "heads": looked.heads,
        "nights": looked.nights,
        "lead_days": looked.lead_days,
        "is_bot": looked.is_bot,
        "last_step": deepest,
        "last_page": None,
        "refinements": 0,
        "events": len(looked.events),
    }


def event_rows(looked: Looked, location_id: int | None) -> Iterator[Row]:
    for event in looked.events:
        asked = PLACE[event.step] >= RESULTS
        yield {
            "version": 1,
            "visit": looked.visit,
            "at": event.at,
            "name": event.name,
            "implied": event.implied,
            "location_id": location_id,
            "device": looked.device,
            "heads": looked.heads if asked else None,
            "nights": looked.nights if asked else None,
            "lead_days": looked.lead_days if asked else None,
            "source": looked.source,
            "returning": looked.returning,
            "duration_ms": event.duration_ms,
            "code": event.code,
            "is_bot": looked.is_bot,
            "properties": event.properties,
            "once": None,
        }
