"""What else can be bought when a stay cannot: the nearest dates in the same house, the same dates elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter

from app.availability.board import Board
from app.availability.promoted_search import promoted_lines
from app.availability.search import SetRoom, bookable_dates, sold
from app.availability.sets.search import cheapest_rooms, may_need_several, sells
from app.catalogue.queries import RoomType
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.rules import Plan, total_minor
from app.promotions.rules import Promotion, least_with

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


def cheapest(
    board: Board, room_types: Iterable[RoomType], stay: Stay, party: Party, promotions: Sequence[Promotion] = ()
) -> Alternative | None:
    """The least total for which the stay can be bought in one of these room types, with those of the promotions that
    hold; None when it cannot."""
    if not bookable_dates(board, stay):
        return None
    if promotions:
        return _cheapest_with(board, room_types, stay, party, promotions)
    best: Alternative | None = None
    for room_type, plan, total in sold(board, room_types, stay, party):
        if best is None or total < best.total_minor:
            best = Alternative(board, stay, room_type, plan, total)
    return best


def _cheapest_with(
    board: Board, room_types: Iterable[RoomType], stay: Stay, party: Party, promotions: Sequence[Promotion]
) -> Alternative | None:
    """Cheap rates first, until none that follows could come to less."""
    best: Alternative | None = None
    for room_type, plan, full in sorted(sold(board, room_types, stay, party), key=itemgetter(2)):
        if best is not None and least_with(promotions, full) >= best.total_minor:
            break
        total = _total_with(board, [(room_type, party)], plan, stay, promotions)
        if best is None or total < best.total_minor:
            best = Alternative(board, stay, room_type, plan, total)
    return best


def cheapest_together(
    board: Board, stay: Stay, party: Party, rooms: int | None, promotions: Sequence[Promotion] = ()
) -> Alternative | None:
    """The cheapest set of rooms for the party, at its least total with the promotions; None when there is none."""
    found = cheapest_rooms(board, stay, party, rooms)
    if found is None:
        return None
    plan, total = found.plan, found.total_minor
    if promotions:
        total, plan = min(
            ((_total_with(board, found.rooms, own, stay, promotions), own) for own in found.plans), key=itemgetter(0)
        )
    return Alternative(board, stay, found.rooms[0][0], plan, total, len(found.rooms))


def _total_with(
    board: Board, rooms: Iterable[tuple[RoomType, Party]], plan: Plan, stay: Stay, promotions: Sequence[Promotion]
) -> int:
    """As a quote would have it, and as the results show it."""
    arrival, departure = board.index(stay.arrival), board.index(stay.departure)
    wanted = [SetRoom(own, there, board.left(own.id, arrival, departure)) for own, there in rooms]
    return total_minor(promoted_lines(board, wanted, plan, stay, promotions, board.first).lines)


def nearest(
    board: Board,
    stay: Stay,
    party: Party,
    most: int = 4,
    only: Sequence[RoomType] | None = None,
    rooms: int | None = None,
    promotions: Sequence[Promotion] = (),
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
        other = cheapest(board, room_types, candidate, party, promotions)
        if other is None and several:
            other = cheapest_together(board, candidate, party, rooms, promotions)
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


def elsewhere(
    boards: Iterable[Board],
    stay: Stay,
    party: Party,
    rooms: int | None = None,
    promotions: Sequence[Promotion] = (),
) -> list[Alternative]:
    """The same dates in each of these houses that sells them, cheapest first."""
    found = [
        (cheapest(board, board.room_types_for(party), stay, party, promotions) if rooms in (None, 1) else None)
        or cheapest_together(board, stay, party, rooms, promotions)
        for board in boards
    ]
    return sorted((other for other in found if other is not None), key=lambda other: other.total_minor)


def next_weekend(
    boards: Sequence[Board], today: date, party: Party, rooms: int | None = None, only: RoomType | None = None
) -> Stay:
    """The first Friday to Sunday from today on for which some house sells a room, of the type `only` where it names
    one; the coming weekend when none does."""
    friday = today + timedelta(days=(4 - today.weekday()) % 7)
    for week in range(WEEKENDS_LOOKED_AT):
        stay = Stay.of(friday + timedelta(weeks=week), 2)
        if any(_sells(board, stay, party, rooms, only) for board in boards):
            return stay
    return Stay.of(friday, 2)


def _sells(board: Board, stay: Stay, party: Party, rooms: int | None, only: RoomType | None) -> bool:
    if only is None:
        return sells(board, stay, party, rooms)
    return only in board.room_types_for(party) and cheapest(board, [only], stay, party) is not None
