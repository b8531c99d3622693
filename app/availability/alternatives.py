"""What else can be bought when a stay cannot: the nearest dates in the same house, the same dates elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.availability.board import Board
from app.availability.search import bookable_dates, sold
from app.availability.sets.search import cheapest_rooms, may_need_several, sells
from app.catalogue.queries import RoomType
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.rules import Plan

FURTHEST_DAYS = 42
"""How far from the dates asked for a nearest alternative may lie."""

WEEKENDS_LOOKED_AT = 60


@dataclass(frozen=True, slots=True)
class Alternative:
    """The cheapest way to buy other dates or another house; `room_type` is that of the first of the `rooms`."""

    board: Board
    stay: Stay
    room_type: RoomType
    plan: Plan
    total_minor: int
    rooms: int = 1


def cheapest(board: Board, room_types: Iterable[RoomType], stay: Stay, party: Party) -> Alternative | None:
    """The least total for which the stay can be bought in one of these room types; None when it cannot."""
    if not bookable_dates(board, stay):
        return None
    best: Alternative | None = None
    for room_type, plan, total in sold(board, room_types, stay, party):
        if best is None or total < best.total_minor:
            best = Alternative(board, stay, room_type, plan, total)
    return best


def cheapest_together(board: Board, stay: Stay, party: Party, rooms: int | None) -> Alternative | None:
    """The cheapest set of rooms for the party; None when there is none."""
    found = cheapest_rooms(board, stay, party, rooms)
    if found is None:
        return None
    return Alternative(board, stay, found.rooms[0][0], found.plan, found.total_minor, len(found.rooms))


def nearest(
    board: Board,
    stay: Stay,
    party: Party,
    most: int = 4,
    only: Sequence[RoomType] | None = None,
    rooms: int | None = None,
) -> list[Alternative]:
    """Up to `most` stays in the same house that can be bought, nearest first and earlier before later.

    They are of those in `only` that take the party where these are given, else any room or set of rooms that was asked
    for. Stays of the same length are tried day by day. Where the house sells only longer ones, the stay that holds the
    same nights and one more, or two, comes first.
    """
    fitting = board.room_types_for(party) if only is not None or rooms in (None, 1) else ()
    room_types = [room_type for room_type in fitting if only is None or room_type in only]
    several = only is None and may_need_several(board, party, rooms)
    found: list[Alternative] = []
    for candidate in near(stay):
        other = cheapest(board, room_types, candidate, party)
        if other is None and several:
            other = cheapest_together(board, candidate, party, rooms)
        if other is not None:
            found.append(other)
            if len(found) == most:
                break
    return found


def near(stay: Stay) -> Iterator[Stay]:
    for longer in (1, 2):
        for earlier in range(longer + 1):
            yield Stay(stay.arrival - timedelta(days=earlier), stay.departure + timedelta(days=longer - earlier))
    for days in range(1, FURTHEST_DAYS + 1):
        yield stay.moved(-days)
        yield stay.moved(days)


def elsewhere(boards: Iterable[Board], stay: Stay, party: Party, rooms: int | None = None) -> list[Alternative]:
    """The same dates in each of these houses that sells them, cheapest first."""
    found = [
        (cheapest(board, board.room_types_for(party), stay, party) if rooms in (None, 1) else None)
        or cheapest_together(board, stay, party, rooms)
        for board in boards
    ]
    return sorted((other for other in found if other is not None), key=lambda other: other.total_minor)


def next_weekend(boards: Sequence[Board], today: date, party: Party, rooms: int | None = None) -> Stay:
    """The first Friday to Sunday from today on for which some house sells a room; the coming one when none does."""
    friday = today + timedelta(days=(4 - today.weekday()) % 7)
    for week in range(WEEKENDS_LOOKED_AT):
        stay = Stay.of(friday + timedelta(weeks=week), 2)
        if any(sells(board, stay, party, rooms) for board in boards):
            return stay
    return Stay.of(friday, 2)
