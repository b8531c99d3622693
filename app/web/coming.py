"""What will not be as usual on nights that somebody looks at, before they pay."""

from __future__ import annotations

from dataclasses import dataclass

from app.care.notices.coming import Coming
from app.kernel.words import at_hour, short_day


@dataclass(frozen=True, slots=True)
class ComingView:
    """A notice in a few words: what, when, and what it means."""

    title: str
    when: str
    meaning: str


def coming_views(notices: list[Coming]) -> list[ComingView]:
    """The notices as a room page and the checkout say them."""
    return [ComingView(one.title, _when(one), " ".join(filter(None, (one.meaning, one.said)))) for one in notices]


def coming_line(notices: list[Coming]) -> str:
    """One quiet line for a card; empty where everything is as usual."""
    return "; ".join(f"{one.title}, {short_day(one.first_on)}" for one in notices)


def _when(one: Coming) -> str:
    ends = at_hour(one.ends_at, one.zone)
    until = ends if one.first_on == one.last_on else f"{short_day(one.last_on)}, {ends}"
    return f"{short_day(one.first_on)}, {at_hour(one.begins_at, one.zone)} to {until}"
