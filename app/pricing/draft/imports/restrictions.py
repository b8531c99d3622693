"""The lines of a file of restrictions, and what they set.

A line holds for the room type or for the rate that it names, and for the whole house where it names neither. Of the
rules it sets those for which the file has a column: an empty cell is no such rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.pricing.draft.checking import check_limits, check_places
from app.pricing.draft.errors import NotARate
from app.pricing.draft.imports.placing import Places, ahead, names_of, unknown
from app.pricing.draft.imports.reading import Bad, Nights, Row, nights_of
from app.pricing.draft.queries import standing_limits
from app.pricing.draft.rules import FREE, Limits, Scope

FLAGS = ("closed", "closed_to_arrival", "closed_to_departure")
LENGTHS = ("min_stay_arrival", "min_stay_through", "max_stay")
COLUMNS = (*FLAGS, *LENGTHS)
"""What a file of restrictions may say of a `night`, one of them at least; the others stay as they are."""

YES, NO = {"yes", "y", "true", "1", "x", "closed"}, {"", "no", "n", "false", "0", "open"}
NO_LENGTH = {"", "no", "none"}

Rules = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A line that could be read: its nights, what they shall forbid, and its words for whom."""

    number: int
    nights: Nights
    room_type: str
    rate_plan: str
    rules: Rules


def read_line(row: Row, columns: Iterable[str]) -> Line | Bad:
    """The line with what it says in these columns, or why it cannot be read."""
    nights = nights_of(row)
    if isinstance(nights, Bad):
        return nights
    rules: dict[str, Any] = {}
    for name in columns:
        if name not in row.cells:
            return Bad(row.number, f"{name} is missing: the line has fewer cells than the first line of the file")
        words = row.word(name).lower()
        if name in FLAGS and words in YES | NO:
            rules[name] = words in YES
        elif name in LENGTHS and words in NO_LENGTH:
            rules[name] = None
        elif name in LENGTHS and words.isascii() and words.isdecimal() and len(words) < 4:
            rules[name] = int(words)
        else:
            wanted = "neither yes nor no" if name in FLAGS else "no number of nights"
            return Bad(row.number, f"“{row.word(name)[:40]}” under {name} is {wanted}")
    return Line(row.number, nights, row.word("room_type"), row.word("rate_plan"), rules)


def placed(location_id: int, lines: list[Line]) -> Places[Scope, Rules]:
    """Which restrictions the lines set, and which of them may not stand with what stays as it is."""
    places: Places[Scope, Rules] = Places()
    name_room, name_plan = names_of(location_id)
    nights = [night for line in lines for night in line.nights]
    standing = standing_limits(location_id, min(nights), max(nights)) if nights else {}
    is_ahead = ahead(location_id)

    def why_not(scope: Scope, limits: Limits) -> str:
        try:
            if not is_ahead(scope.night):
                check_places(location_id, (), (scope,))
            check_limits(location_id, {scope: limits})
        except NotARate as wrong:
            return str(wrong)
        return ""

    for line in lines:
        room_type, plan = name_room(line.room_type), name_plan(line.rate_plan)
        if line.room_type and line.rate_plan:
            places.refuse(line.number, "a rule holds for a room type or for a rate. Leave one of them empty")
        elif line.room_type and room_type is None:
            places.refuse(line.number, unknown("room type", line.room_type))
        elif line.rate_plan and plan is None:
            places.refuse(line.number, unknown("rate", line.rate_plan))
        else:
            of = ("room_type", room_type) if room_type else ("rate_plan", plan) if plan else ("location", location_id)
            for night in line.nights:
                scope = Scope(night, *of)
                after = standing.get(scope, FREE).changed(line.rules)
                places.put(line.number, scope, line.rules, why_not(scope, after))
    return places
