"""An entry of the waitlist in words, as its pages and mails say it."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from app.availability.board import capacity_of
from app.booking.waitlist.queries import Place
from app.booking.waitlist.rules import Wish
from app.catalogue.closed import room_type_of
from app.catalogue.queries import House, RoomType, catalogue
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.kernel.words import at_hour, counted, long_day, number, short_day, span
from app.web.search import Search

ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth",
)  # fmt: skip


def place_words(place: Place) -> str:
    """`third of five`; whoever is alone is `the only one so far`."""
    if place.of == 1:
        return "the only one so far"
    nth = ORDINALS[place.place - 1] if place.place <= len(ORDINALS) else f"number {place.place}"
    return f"{nth} of {number(place.of)}"


def dates_words(wish: Wish) -> str:
    """`Fri 5 to Sun 7 March`, or `any two nights from Fri 5 to Tue 9 March`."""
    dates = span(wish.earliest, wish.latest)
    if (wish.latest - wish.earliest).days == wish.nights:
        return dates
    return f"any {counted(wish.nights, 'night')} from {dates}"


def rooms_words(wish: Wish) -> list[str]:
    """What would do, house by house: `Combe Harrow, any room that takes you` or `Combe Harrow, Snug or Garden`."""
    said = []
    known = catalogue()
    for house in known.houses:
        mine = [room_type for room_type in house.room_types if room_type.id in wish.room_types]
        if mine and (len(mine) == 1 or _is_some(house, wish)):
            said.append(f"{house.name}, {_either([kind.name for kind in mine])}")
        elif mine:
            said.append(f"{house.name}, any room that takes you")
    return said or [room_type_of(room_type_id).name for room_type_id in wish.room_types[:1]]


def _is_some(house: House, wish: Wish) -> bool:
    """True where only some rooms of the house are waited for, of those that take the party."""
    taking = {kind.id for kind in house.room_types if _takes(kind, wish.party)}
    return 0 < len(taking & set(wish.room_types)) < len(taking)


def _takes(room_type: RoomType, party: Party) -> bool:
    capacity = capacity_of(room_type)
    return capacity.holds(party) and capacity.meets(party.needs)


def _either(names: list[str]) -> str:
    """Garden room, Snug or Suite."""
    return " or ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def rows_of(wish: Wish) -> list[tuple[str, str]]:
    """The wish as (term, words)."""
    rooms = rooms_words(wish)
    return [
        ("When", f"{dates_words(wish)}, {counted(wish.nights, 'night')}"),
        *((("Where" if number == 0 else "Or", words)) for number, words in enumerate(rooms)),
        ("Who’s coming", Search(party=wish.party).party_text),
    ]


def until_words(instant: datetime, zone: str, now: datetime) -> str:
    """`9am`, or `9am on Saturday 6 March` where that is not today."""
    local = instant.replace(second=0, microsecond=0).astimezone(ZoneInfo(zone))
    said = at_hour(local, zone)
    today = now.astimezone(ZoneInfo(zone)).date()
    if local.date() == today:
        return said
    day = "tomorrow" if local.date() == today + timedelta(days=1) else long_day(local.date())
    return f"{said} {day}" if day == "tomorrow" else f"{said} on {day}"


def stay_words(stay: Stay) -> str:
    """`Fri 5 to Sun 7 March, two nights`."""
    return f"{span(stay.arrival, stay.departure)}, {counted(stay.nights, 'night')}"


def again_url(wish: Wish) -> str:
    """The form to join with, filled in with the same wish."""
    known = catalogue()
    slugs = [house.slug for house in known.houses if any(kind.id in wish.room_types for kind in house.room_types)]
    asked = Search(party=wish.party).asked()
    pairs = [
        *(("location", slug) for slug in slugs),
        ("earliest", wish.earliest.isoformat()),
        ("latest", wish.latest.isoformat()),
        ("nights", str(wish.nights)),
        *asked,
    ]
    pairs += [
        ("room_types", f"{house.slug}/{kind.slug}")
        for house in known.houses
        if _is_some(house, wish)
        for kind in house.room_types
        if kind.id in wish.room_types
    ]
    if len(wish.room_types) == 1 and wish.room_types[0] in known.room_types:
        pairs.append(("room_type", known.room_types[wish.room_types[0]].slug))
    return f"/waitlist?{urlencode(pairs)}"


def short_until(instant: datetime, zone: str) -> str:
    """`9am, Sat 6 March`: for a mail, which may be read on any day."""
    local = instant.replace(second=0, microsecond=0).astimezone(ZoneInfo(zone))
    return f"{at_hour(local, zone)}, {short_day(local.date())}"
