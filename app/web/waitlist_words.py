"""An entry of the waitlist in words, as its pages and mails say it."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from app.availability.sets.search import could_take
from app.booking.waitlist.possible import could_serve
from app.booking.waitlist.queries import Offered, Place
from app.booking.waitlist.rules import Wish
from app.catalogue.closed import room_type_of
from app.catalogue.queries import House, catalogue
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.kernel.words import at_hour, counted, listed, long_day, number, short_day, span, tallied
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
    """What would do, house by house: `Combe Harrow, any room that takes you`, `Combe Harrow, Snug or Garden`,
    `Combe Harrow, any two rooms that take you together`."""
    said = []
    known = catalogue()
    for house in known.houses:
        mine = [room_type for room_type in house.room_types if room_type.id in wish.room_types]
        if not mine:
            continue
        names = [kind.name for kind in mine] if len(mine) == 1 or _is_some(house, wish) else []
        together = bool(could_take(house, wish.party, wish.rooms, wish.room_types))
        said.append(f"{house.name}, {_several(names, wish.rooms) if together else _one_of(names)}")
    return said or [room_type_of(room_type_id).name for room_type_id in wish.room_types[:1]]


def _one_of(names: list[str]) -> str:
    """Garden room, Snug or Suite."""
    return " or ".join(filter(None, (", ".join(names[:-1]), *names[-1:]))) or "any room that takes you"


def _several(names: list[str], rooms: int | None) -> str:
    if rooms is None:
        return f"{_one_of(names)}, or several together" if names else "any room that takes you, or several together"
    return f"{counted(rooms, 'room')} of {listed(names)}" if names else f"any {counted(rooms, 'room')} for all of you"


def any_words(party: Party, rooms: int | None) -> str:
    """What somebody who has not chosen rooms waits for: `Any room that takes 2 adults`."""
    who = Search(party=party).party_text
    if rooms is not None and rooms > 1:
        return f"Any {counted(rooms, 'room')} for {who}"
    houses = [house for house in catalogue().houses if house.open_for_booking]
    if not any(could_take(house, party, rooms, [kind.id for kind in house.room_types]) for house in houses):
        return f"Any room that takes {who}"
    return f"Any room, or rooms together, for {who}"


def held_words(offered: Offered) -> str:
    """The rooms that are held: `Snug × 2 and Garden room`."""
    return tallied([room_type_of(room_type_id).name for room_type_id, _ in offered.rooms])


def _is_some(house: House, wish: Wish) -> bool:
    """True where only some rooms of the house are waited for, of those that could serve."""
    every = [kind.id for kind in house.room_types]
    serving = {kind.id for kind in could_serve(house, wish.party, wish.rooms, every)}
    return 0 < len(serving & set(wish.room_types)) < len(serving)


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
    asked = Search(party=wish.party, rooms=wish.rooms).asked()
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
