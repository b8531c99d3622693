"""A deed of the journal in a line, for the page of the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from app.insight.changes import Change
from app.kernel.words import at_hour, money, short_day


@dataclass(frozen=True, slots=True)
class Line:
    """When, who did what, to whom or what, and what else there is to say."""

    when: str
    before: str
    about: str
    after: str


Doors = Mapping[int, str]
"""What each room is called."""

Telling = Callable[[Change, Doors, str], tuple[str, str]]
"""What was done, and what else to say of it."""


def _plain(verb: str) -> Telling:
    return lambda change, doors, currency: (verb, "")


def _booked(change: Change, doors: Doors, currency: str) -> tuple[str, str]:
    source = {
        "web": "on the site",
        "phone": "by telephone",
        "walk_in": "at the door",
        "agent": "through an agent",
        "block": "out of a group’s block",
    }
    return "booked", f", {source[change.facts['source']]}" if change.facts.get("source") in source else ""


def _closed(change: Change, doors: Doors, currency: str) -> tuple[str, str]:
    until = change.facts.get("until_on")
    reason = change.facts.get("reason")
    return "closed", (f" until {short_day(date.fromisoformat(until))}" if until else "") + (
        f": {reason}" if reason else ""
    )


def _amended(change: Change, doors: Doors, currency: str) -> tuple[str, str]:
    total = change.facts.get("total_minor")
    return "changed", f", now {money(total, currency, pence=True)}" if isinstance(total, int) else ""


def _moved(change: Change, doors: Doors, currency: str) -> tuple[str, str]:
    before, after = _door(change.facts.get("before"), doors), _door(change.facts.get("after"), doors)
    words = f" from {before}" if before and before != after else ""
    words += f" to {after}" if after else ""
    price = {"same": "", "kept": ", price kept", "charged": ", price changed"}.get(str(change.facts.get("price")), "")
    return "moved", f"{words}{price}"


def _given(change: Change, doors: Doors, currency: str) -> tuple[str, str]:
    after = _door(change.facts.get("after"), doors)
    return f"gave {after} to" if after else "took the room of", ""


def _door(standing: object, doors: Doors) -> str:
    """The last door of a journal's `doors`: rows of a room and its nights, in either order, or the one room."""
    if isinstance(standing, int):
        return doors.get(standing, "")
    rows = standing.get("doors") if isinstance(standing, dict) else standing
    last = rows[-1] if isinstance(rows, list) and rows else ()
    return next((doors.get(value, "") for value in last if isinstance(value, int)), "")


VERBS: dict[str, Telling] = {
    "booked": _booked,
    "amended": _amended,
    "cancelled": _plain("cancelled"),
    "checked_in": _plain("checked in"),
    "checked_out": _plain("checked out"),
    "no_show": _plain("noted that nobody came:"),
    "stay_no_show": _plain("noted that nobody came to a room of:"),
    "room_closed": _closed,
    "room_reopened": _plain("put back on sale"),
    "room_given": _given,
    "moved": _moved,
    "rates_published": _plain("published rates"),
    "refund_asked": _plain("gave money back to"),
    "running_late": _plain("runs late:"),
    "supper_moved": _plain("moved the table of"),
    "allergies_read": _plain("read the allergies of"),
}
"""The deeds that the page tells of: what was done, and what else to say of it."""


def told(change: Change, zone: str, currency: str, doors: Doors, place: str = "") -> Line:
    """A deed in words."""
    verb, after = VERBS[change.action](change, doors, currency)
    who = change.staff_name or ("A guest" if change.actor == "guest" else "The house")
    about = change.about or change.reference or ""
    when = at_hour(change.at.replace(second=0, microsecond=0), zone)
    if change.actor == "guest":
        return Line(when, "", about, f" {verb.rstrip(':')}{after}{place}")
    return Line(when, f"{who} {verb} ", about, f"{after}{place}")
