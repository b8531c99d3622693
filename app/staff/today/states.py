"""How the houses of the day are: what is amiss, and what could be reported out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.care.facilities.rules import FINE, STATES
from app.care.status import FacilityNow, board, house_now
from app.catalogue.queries import House
from app.staff.today.day import HouseDay
from app.web.status_words import when


@dataclass(frozen=True, slots=True)
class Place:
    """A facility: its state in words, and the revision that whoever presses has seen."""

    id: int
    name: str
    state: str
    words: str
    revision: int
    may_end: bool


@dataclass(frozen=True, slots=True)
class HouseState:
    """A house with what is amiss and what works."""

    key: str
    name: str
    base: str
    amiss: list[Place]
    fine: list[Place]


def states_of(days: Sequence[HouseDay], at: datetime) -> list[HouseState]:
    """The houses that follow anything; no statement beyond the versions' when nothing has changed."""
    found = board()
    states = []
    for one in days:
        own = house_now(one.house, found, at)
        places = [_place(facility, one.house, at) for facility in own.facilities]
        if places:
            base = f"/staff/{one.house.slug}/status"
            amiss, fine = ([p for p in places if (p.state == FINE) == well] for well in (False, True))
            states.append(HouseState(one.house.slug, one.house.name, base, amiss, fine))
    return states


def _place(one: FacilityNow, house: House, at: datetime) -> Place:
    since = f" since {when(one.since_at, house.timezone, at)}" if one.since_at else ""
    late = ". Later than we said" if one.late else ""
    words = f"{STATES[one.state].lower()}{since}{late}"
    return Place(one.facility.id, one.facility.name, one.state, words, one.revision, not one.from_notice)
