"""What of a house may be well or not, and where each stands on the drawn plan. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

ACROSS, DOWN = 36, 24
"""A plan is so many squares wide and deep."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands on a plan: squares from the left and from the top, and how wide and deep it is."""

    left: int
    top: int
    width: int
    depth: int


@dataclass(frozen=True, slots=True)
class FacilityKind:
    """What staff call a kind of facility, and where it stands unless a house says otherwise."""

    words: str
    place: Place


FACILITY_KINDS = {
    "garden": FacilityKind("Garden", Place(1, 1, 15, 8)),
    "pool": FacilityKind("Pool", Place(28, 1, 7, 5)),
    "treatment": FacilityKind("Treatment sheds", Place(18, 1, 8, 5)),
    "restaurant": FacilityKind("Restaurant and kitchen", Place(8, 11, 8, 6)),
    "heating": FacilityKind("Heating", Place(16, 14, 4, 3)),
    "hot_water": FacilityKind("Hot water", Place(20, 14, 4, 3)),
    "wifi": FacilityKind("Wi-Fi", Place(16, 11, 4, 3)),
    "lift": FacilityKind("Lift", Place(20, 11, 4, 3)),
    "car_park": FacilityKind("Car park", Place(27, 12, 8, 5)),
    "road": FacilityKind("Road here", Place(0, 20, 36, 3)),
}
"""By the word that `facility.kind` holds."""

_SPELLED = re.compile(r"(\d{1,2}) (\d{1,2}) (\d{1,2}) (\d{1,2})", re.ASCII)


def place_of(kind: str, plan: str | None) -> Place:
    """Where a facility of that kind stands: at `plan` (`left top width depth`) where it says so, else as usual."""
    return (read_place(plan) if plan else None) or FACILITY_KINDS[kind].place


def read_place(plan: str) -> Place | None:
    """The place that these four numbers spell; None where they are no place on a plan."""
    found = _SPELLED.fullmatch(plan)
    if found is None:
        return None
    place = Place(*map(int, found.groups()))
    inside = place.left + place.width <= ACROSS and place.top + place.depth <= DOWN
    return place if inside and place.width > 1 and place.depth > 1 else None
