"""What goes wrong in the demo's houses, and comes right again: always the same on the same day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import select

from app.care.facilities import StateChanged, UnknownFacility, report
from app.care.facilities.errors import ImpossibleTime
from app.care.facilities.models import FacilityState
from app.care.facilities.rules import CLOSED, FINE, LIMITED
from app.catalogue.models import Facility, Location
from app.demo.calendar import DAY
from app.store import db

BACK = DAY * 90


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is not as it should be: where, how bad, what is said of it, what is done, and what as it ends."""

    house: str
    kind: str
    state: str
    words: str
    what_we_do: str
    ending: str


LONG = (
    Trouble("lyndhay", "pool", LIMITED, "The heat pump is down to one of two, so the water is at 24 degrees",
            "The other compressor is ordered. Towels are warm", "Back at 28 degrees"),
    Trouble("withy-moor", "road", LIMITED, "Two inches of water on the drove. Fine in a van, slow in a low car",
            "Ring from Burrowbridge and Idris fetches you with the tractor", "The drove is dry"),
    Trouble("combe-harrow", "treatment", CLOSED, "The stove in the second shed smoked. Both are shut till it is swept",
            "Treatments are given in your room meanwhile, at the shed’s price", "Swept, and it draws"),
    Trouble("oast-end", "lift", LIMITED, "Stops at the first floor and thinks about it",
            "The fitter has seen it and will be back. We carry bags, and swap rooms for whoever needs the lift",
            "It goes to the top without thinking"),
)  # fmt: skip
"""One after the other, six days each."""

SHORTER = (
    Trouble("saltings", "wifi", LIMITED, "Slow in the boat loft: the line over the marsh is damp",
            "The cable gets a new joint. The reading room has the old speed", "84 Mbit/s again, measured"),
    Trouble("combe-harrow", "pool", CLOSED, "The pump has gone. The pool is covered",
            "A new pump is on its way. There is a pass for Totnes pool at reception", "A new pump. In you go"),
    Trouble("oast-end", "garden", LIMITED, "The two lower terraces are shut while the wall is mended",
            "Marguerite walks anybody round the rest at ten", "Wall mended, terraces open"),
    Trouble("lyndhay", "car_park", LIMITED, "Four of twelve chargers are off",
            "We move cars along overnight, so nobody leaves empty", "All twelve charge"),
)  # fmt: skip
"""One after the other, four days each."""

BRIEF = (
    Trouble("combe-harrow", "road", CLOSED, "Road flooded at Bow Bridge", "We meet cars with the tractor",
            "The water is off the road"),
    Trouble("saltings", "hot_water", CLOSED, "The boiler tripped on the first floor", "It is being reset",
            "Hot again. It was a valve"),
    Trouble("withy-moor", "wifi", CLOSED, "Off in the whole house", "The mast is being seen to", "On again"),
)  # fmt: skip
"""Every fifth day, for part of a morning."""


def troubles(first: date, until: date) -> Iterator[tuple[Trouble, datetime, datetime]]:
    """What goes wrong from before the first day on, with when it begins and ends. Pure."""
    for listed, days in ((LONG, 6), (SHORTER, 4)):
        for turn in range(first.toordinal() // days - 1, until.toordinal() // days + 1):
            begins = date.fromordinal(turn * days)
            yield listed[turn % len(listed)], _at(begins, 8, 20), _at(begins + DAY * days, 9, 0)
    for turn in range(first.toordinal() // 5, until.toordinal() // 5 + 1):
        day = date.fromordinal(turn * 5 + 3)
        yield BRIEF[turn % len(BRIEF)], _at(day, 8, 40), _at(day, 11, 20)


def write_troubles(since: datetime | None, until: datetime) -> int:
    """All of it that falls after `since`, ninety days back where that is None, is reported; answers how much.

    What staff have said of a facility meanwhile stands.
    """
    since = since or until - BACK
    deeds = [
        (at, one, until_at)
        for one, begins, ends in troubles(since.date(), until.date())
        for at, until_at in ((begins, ends), (ends, None))
        if since < at <= until
    ]
    facilities = _facilities() if deeds else {}
    done = 0
    for at, one, until_at in sorted(deeds, key=lambda deed: deed[0]):
        if (found := facilities.get((one.house, one.kind))) is not None:
            done += _say(*found, one, at, until_at)
    return done


def _say(facility_id: int, location_id: int, one: Trouble, at: datetime, until: datetime | None) -> bool:
    """Begins it, or ends it where `until` is None, if that is how it stands."""
    newest = select(FacilityState.state, FacilityState.since_at).where(FacilityState.facility_id == facility_id)
    last = db.session.execute(newest.order_by(FacilityState.revision.desc()).limit(1)).one_or_none()
    if (last.state if last else FINE) != (FINE if until else one.state) or (last and last.since_at > at):
        return False
    try:
        if until is None:
            report(facility_id, FINE, one.ending, location_id=location_id, since_at=at, at=at)
        else:
            words = (one.state, one.words, one.what_we_do)
            report(facility_id, *words, location_id=location_id, since_at=at, until_at=until, at=at)
    except (ImpossibleTime, StateChanged, UnknownFacility):
        return False
    return True


def _facilities() -> dict[tuple[str, str], tuple[int, int]]:
    """Each facility and its house, by the slug of the house and the kind."""
    found = select(Location.slug, Facility.kind, Facility.id, Facility.location_id).where(Facility.kind.is_not(None))
    rows = db.session.execute(found.join(Location, Location.id == Facility.location_id))
    return {(slug, str(kind)): (facility_id, location_id) for slug, kind, facility_id, location_id in rows}


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), UTC)
