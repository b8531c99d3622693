"""A deed of the journal in a line, for the page of the day."""

from __future__ import annotations

from collections.abc import Callable
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


def _plain(verb: str) -> Callable[[Change], tuple[str, str]]:
    return lambda change: (verb, "")


def _booked(change: Change) -> tuple[str, str]:
    source = {"web": "on the site", "phone": "by telephone", "walk_in": "at the door", "agent": "through an agent"}
    return "booked", f", {source[change.facts['source']]}" if change.facts.get("source") in source else ""


def _closed(change: Change) -> tuple[str, str]:
    until = change.facts.get("until_on")
    reason = change.facts.get("reason")
    return "closed", (f" until {short_day(date.fromisoformat(until))}" if until else "") + (
        f": {reason}" if reason else ""
    )


def _amended(change: Change) -> tuple[str, str]:
    total = change.facts.get("total_minor")
    return "changed", f", now {money(total, pence=True)}" if isinstance(total, int) else ""


VERBS: dict[str, Callable[[Change], tuple[str, str]]] = {
    "booked": _booked,
    "amended": _amended,
    "cancelled": _plain("cancelled"),
    "checked_in": _plain("checked in"),
    "checked_out": _plain("checked out"),
    "no_show": _plain("noted that nobody came:"),
    "room_closed": _closed,
    "room_reopened": _plain("put back on sale"),
    "room_given": _plain("gave a room to"),
    "room_moved": _plain("moved"),
    "running_late": _plain("runs late:"),
    "supper_moved": _plain("moved the table of"),
    "allergies_read": _plain("read the allergies of"),
}
"""The deeds that the page tells of: what was done, and what else to say of it."""


def told(change: Change, zone: str, place: str = "") -> Line:
    """A deed in words."""
    verb, after = VERBS[change.action](change)
    who = change.staff_name or ("A guest" if change.actor == "guest" else "The house")
    about = change.about or change.reference or ""
    when = at_hour(change.at.replace(second=0, microsecond=0), zone)
    if change.actor == "guest":
        return Line(when, "", about, f" {verb.rstrip(':')}{after}{place}")
    return Line(when, f"{who} {verb} ", about, f"{after}{place}")
