"""What will not be as usual on nights that somebody looks at, before they pay."""

from __future__ import annotations

from dataclasses import dataclass

from app.care.notices.coming import Coming
from app.catalogue.queries import House
from app.kernel.words import at_hour, listed, short_day


@dataclass(frozen=True, slots=True)
class ComingView:
    """A notice in a few words: what, when, and what it means."""

    title: str
    when: str
    meaning: str


def coming_views(notices: list[Coming], house: House) -> list[ComingView]:
    """The notices as a room page and the checkout of that house say them, and which rooms they are about."""
    return [
        ComingView(one.title, _when(one), " ".join(filter(None, (one.meaning, one.said, _about(one, house)))))
        for one in notices
    ]


def coming_line(notices: list[Coming], house: House) -> str:
    """One quiet line for a card, with the rooms that it is about where not all are; empty where everything is as
    usual."""
    return "; ".join(f"{one.title}, {short_day(one.first_on)}{_in(one, house)}" for one in notices)


def _in(one: Coming, house: House) -> str:
    names = _rooms(one, house)
    return f" ({listed(names)})" if names else ""


def _about(one: Coming, house: House) -> str:
    names = _rooms(one, house)
    if not names:
        return ""
    return f"Only {listed(names)}." + (" Your room may be one of them." if one.rooms else "")


def _rooms(one: Coming, house: House) -> list[str]:
    """The room types that a notice is about, and the single doors of others, by name; nothing for all rooms."""
    kinds = [kind.name for kind in house.room_types if kind.id in one.room_types]
    others = (kind for kind in house.room_types if kind.id not in one.room_types)
    return [*kinds, *(name for kind in others for door, name in kind.rooms if door in one.rooms)]


def _when(one: Coming) -> str:
    ends = at_hour(one.ends_at, one.zone)
    until = ends if one.first_on == one.last_on else f"{short_day(one.last_on)}, {ends}"
    return f"{short_day(one.first_on)}, {at_hour(one.begins_at, one.zone)} to {until}"
