"""The board of a house's rooms as housekeeping reads it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from zoneinfo import ZoneInfo

from app.booking.days.stays import DayStay, stays_on
from app.catalogue.queries import House, RoomType
from app.identity.staff.names import names_of
from app.inventory.packing.queries import ClosedDoor, closed_doors
from app.inventory.room_states import CLEAN, DIRTY, INSPECTED, OUT_OF_ORDER, OUT_OF_SERVICE, Standing, room_states
from app.kernel import clock
from app.kernel.words import at_hour, counted, hour, listed, short_day
from app.web.filters import sitting

STATES = {
    DIRTY: ("dirty", "Dirty"),
    CLEAN: ("clean", "Clean, not checked"),
    INSPECTED: ("inspected", "Ready"),
    OUT_OF_SERVICE: ("service", "Out of service"),
    OUT_OF_ORDER: ("closed", "Out of order"),
}
"""By state: the shape that stands for it, and its words."""

TAPS = {
    DIRTY: (CLEAN, "Mark clean"),
    CLEAN: (INSPECTED, "Checked, ready"),
    INSPECTED: (DIRTY, "Mark dirty"),
    OUT_OF_SERVICE: (DIRTY, "Back in service"),
    OUT_OF_ORDER: (DIRTY, "Back in order"),
}
"""By state: what one tap makes of the room, and what stands on the button."""

SHOWN = {
    "all": ("All", frozenset(STATES)),
    "todo": ("To do", frozenset({DIRTY, CLEAN})),
    "dirty": ("Dirty", frozenset({DIRTY})),
    "clean": ("To check", frozenset({CLEAN})),
    "ready": ("Ready", frozenset({INSPECTED})),
    "out": ("Out", frozenset({OUT_OF_SERVICE, OUT_OF_ORDER})),
}
ORDERS = {"type": "By type", "floor": "By floor", "need": "Next guest first"}


@dataclass(frozen=True, slots=True)
class Guests:
    """What somebody does in a room today: `verb` is left, leaves, came or stays."""

    verb: str
    name: str
    words: str
    over: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A room on the board; `urgent` when somebody is still to come and it is not ready."""

    standing: Standing
    type_name: str
    shape: str
    words: str
    tap: tuple[str, str]
    others: tuple[tuple[str, str], ...]
    guests: tuple[Guests, ...]
    set_up: str
    next_words: str
    next_name: str
    urgent: bool
    said: str
    closed_words: str
    order: tuple[bool, time]


@dataclass(frozen=True, slots=True)
class Board:
    """The page: groups of cards, how many of each filter, and which filter and order are on."""

    day: date
    groups: tuple[tuple[str, tuple[Card, ...]], ...]
    counts: tuple[tuple[str, str, int], ...]
    orders: tuple[tuple[str, str], ...]
    show: str
    by: str
    needed: int
    first_words: str


def board_of(house: House, show: str = "all", by: str = "type") -> Board:
    """The rooms of a house now; four statements."""
    day = clock.today(house.timezone)
    rooms = room_states(house.id)
    stays = defaultdict(list)
    for stay in stays_on([house.id], day):
        for room_id in {stay.room_before if stay.leaving else stay.room_tonight} - {None}:
            stays[room_id].append(stay)
    names = names_of(one.changed_by for one in rooms.values())
    closed = {door.room_id: door for door in closed_doors([one.id for one in house.room_types], day, day)}
    types = {room_type.id: room_type for room_type in house.room_types}
    cards = [
        _card(house, one, types[one.room_type_id], stays[one.room_id], names, closed.get(one.room_id))
        for one in rooms.values()
    ]
    show, by = show if show in SHOWN else "all", by if by in ORDERS else "type"
    shown = [card for card in cards if card.standing.state in SHOWN[show][1]]
    urgent = sorted((card for card in cards if card.urgent), key=lambda card: card.order)
    several = len({one.floor for one in rooms.values()}) > 1
    return Board(
        day,
        _grouped(shown, by),
        tuple((key, words, sum(c.standing.state in states for c in cards)) for key, (words, states) in SHOWN.items()),
        tuple((key, words) for key, words in ORDERS.items() if several or key != "floor"),
        show,
        by,
        len(urgent),
        urgent[0].next_words if urgent else "",
    )


def _grouped(cards: Sequence[Card], by: str) -> tuple[tuple[str, tuple[Card, ...]], ...]:
    if by == "need":
        ordered = sorted(cards, key=lambda card: (not card.urgent, card.order))
        return ((ORDERS["need"], tuple(ordered)),) if cards else ()
    if by == "floor":
        ordered = sorted(cards, key=lambda card: card.standing.floor)
        return tuple((_floor(floor), tuple(same)) for floor, same in groupby(ordered, lambda card: card.standing.floor))
    return tuple((name, tuple(same)) for name, same in groupby(cards, lambda card: card.type_name))


def _floor(floor: int) -> str:
    return "Ground floor" if floor == 0 else f"Floor {floor}"


def _card(
    house: House,
    one: Standing,
    room_type: RoomType,
    stays: Sequence[DayStay],
    names: Mapping[int | None, str],
    closure: ClosedDoor | None,
) -> Card:
    shape, words = STATES[one.state]
    coming = next((stay for stay in stays if stay.to_come), None)
    said = ""
    if one.changed_at:
        local = at_hour(one.changed_at.replace(second=0, microsecond=0), house.timezone)
        on = one.changed_at.astimezone(ZoneInfo(house.timezone)).date()
        said = f"{names[one.changed_by]}, {local}" + ("" if on == clock.today(house.timezone) else f", {short_day(on)}")
    return Card(
        standing=one,
        type_name=room_type.name,
        shape=shape,
        words=f"{words}: {one.reason}" if one.reason else words,
        tap=TAPS[one.state],
        others=tuple((state, STATES[state][1]) for state in _others(one.state)),
        guests=tuple(_guests(house, stays)),
        set_up=_set_up([stay for stay in stays if stay.arriving and not stay.gone]),
        next_words=_next(coming),
        next_name=coming.surname if coming else "",
        urgent=coming is not None and (not one.ready or any(stay.leaving and stay.here for stay in stays)),
        said=said,
        closed_words=_off_sale(one, closure),
        order=(coming is None or coming.arrival_time is None, (coming and coming.arrival_time) or time.max),
    )


def _others(state: str) -> Iterable[str]:
    """The states of a room in use that a tap does not lead to."""
    if state in (OUT_OF_SERVICE, OUT_OF_ORDER):
        return ()
    return (other for other in (DIRTY, CLEAN, INSPECTED) if other not in (state, TAPS[state][0]))


def _off_sale(one: Standing, closure: ClosedDoor | None) -> str:
    if closure is None:
        return ""
    why = f": {closure.reason}" if closure.reason != one.reason else ""
    return f"Off sale until {short_day(closure.until)}{why}"


def _next(coming: DayStay | None) -> str:
    if coming is None:
        return ""
    return f"next guest {sitting(coming.arrival_time)}" if coming.arrival_time else "next guest at no hour said"


def _guests(house: House, stays: Sequence[DayStay]) -> Iterable[Guests]:
    zone = house.timezone
    for stay in sorted(stays, key=lambda stay: (not stay.leaving, stay.arriving)):
        if stay.leaving and stay.checked_out_at and stay.gone:
            yield Guests("left", stay.surname, _at(stay.checked_out_at, zone), over=True)
        elif stay.leaving:
            yield Guests("leaves", stay.surname, f"by {hour(stay.leaves_by or house.check_out_time)}")
        elif stay.arriving and stay.here and stay.checked_in_at:
            yield Guests("came", stay.surname, f"{_at(stay.checked_in_at, zone)}, until {short_day(stay.departure_on)}")
        elif not stay.gone and not stay.to_come:
            yield Guests("stays", stay.surname, f"until {short_day(stay.departure_on)}")


def _at(instant: datetime, zone: str) -> str:
    return at_hour(instant.replace(second=0, microsecond=0), zone)


def _set_up(stays: Sequence[DayStay]) -> str:
    """What the room needs for those who come: how many, cots, dogs."""
    parts = []
    for stay in stays:
        party, dogs = stay.party, stay.party.dogs + stay.assistance_dogs
        parts.append(counted(party.heads, "guest").capitalize())
        parts += [counted(stay.cots, "cot")] if stay.cots else []
        parts += [counted(dogs, "dog")] if dogs else []
    return listed(parts)
