"""What else can be bought when a stay cannot: the nearest dates in the same house, the same dates elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter

from app.availability.board import Board
from app.availability.promoted_search import promoted_lines
from app.availability.search import SetRoom, bookable_dates, sold, sold_here, stay_total
from app.availability.sets.search import CheapestRooms, cheapest_rooms, may_need_several, sells
from app.catalogue.queries import RoomType
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.rules import Plan, night_minor, total_minor
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


@dataclass(frozen=True, slots=True)
class Filters:
    """What of all that is sold will do: room types that have what was ticked, rates with supper or without it, totals
    up to the most, and rooms for which there are `doors` on all nights of a stay, where somebody asks for that."""

    has: Callable[[RoomType], bool]
    supper: bool | None = None
    total_most_minor: int | None = None
    doors: Callable[[Sequence[RoomType], Stay], bool] | None = None

    def takes(self, plan: Plan) -> bool:
        return self.supper is None or plan.supper_included == self.supper

    def affords(self, total_minor: int) -> bool:
        return self.total_most_minor is None or total_minor <= self.total_most_minor


NO_FILTERS = Filters(lambda _: True)


def cheapest(
    board: Board,
    room_types: Iterable[RoomType],
    stay: Stay,
    party: Party,
    promotions: Sequence[Promotion] = (),
    filters: Filters = NO_FILTERS,
) -> Alternative | None:
    """The least total for which the stay can be bought in one of these room types, with those of the promotions that
    hold; None when it cannot, or for more than the filters leave. The room types have passed them."""
    if not bookable_dates(board, stay):
        return None
    selling = sold(board, room_types, stay, party)
    if filters is not NO_FILTERS:
        selling = (own for own in selling if filters.takes(own[1]))
    if promotions:
        return _cheapest_with(board, selling, stay, party, promotions, filters)
    best: Alternative | None = None
    doors = filters.doors
    for room_type, plan, total in selling:
        if (best is None or total < best.total_minor) and (doors is None or doors([room_type], stay)):
            best = Alternative(board, stay, room_type, plan, total)
    return best if best and filters.affords(best.total_minor) else None


def _cheapest_with(
    board: Board,
    selling: Iterable[tuple[RoomType, Plan, int]],
    stay: Stay,
    party: Party,
    promotions: Sequence[Promotion],
    filters: Filters,
) -> Alternative | None:
    """Cheap rates first, until none that follows could come to less."""
    best: Alternative | None = None
    for room_type, plan, full in sorted(selling, key=itemgetter(2)):
        if best is not None and least_with(promotions, full) >= best.total_minor:
            break
        if filters.doors and not filters.doors([room_type], stay):
            continue
        total = _total_with(board, [(room_type, party)], plan, stay, promotions)
        if best is None or total < best.total_minor:
            best = Alternative(board, stay, room_type, plan, total)
    return best if best and filters.affords(best.total_minor) else None


def cheapest_together(
    board: Board,
    stay: Stay,
    party: Party,
    rooms: int | None,
    promotions: Sequence[Promotion] = (),
    filters: Filters = NO_FILTERS,
) -> Alternative | None:
    """The cheapest set of rooms for the party, at its least total with the promotions in a rate that the filters leave.

    None when there is none or it does not pass; and where one room would do that does not, since a search shows no set
    there.
    """
    if filters is not NO_FILTERS and rooms is None and next(sold_here(board, stay, party), None):
        return None
    found = cheapest_rooms(board, stay, party, rooms)
    if found is None or not all(filters.has(own) for own, _ in found.rooms):
        return None
    if filters.doors and not filters.doors([own for own, _ in found.rooms], stay):
        return None
    total, plan = found.total_minor, found.plan
    if promotions or filters is not NO_FILTERS:
        totals = [(_set_total(board, found, own, stay, promotions), own) for own in found.plans if filters.takes(own)]
        if not totals:
            return None
        total, plan = min(totals, key=itemgetter(0))
    if not filters.affords(total):
        return None
    return Alternative(board, stay, found.rooms[0][0], plan, total, len(found.rooms))


def _set_total(board: Board, found: CheapestRooms, plan: Plan, stay: Stay, promotions: Sequence[Promotion]) -> int:
    if promotions:
        return _total_with(board, found.rooms, plan, stay, promotions)
    return sum(stay_total(board, own, plan, stay, there) for own, there in found.rooms)


def _total_with(
    board: Board, rooms: Iterable[tuple[RoomType, Party]], plan: Plan, stay: Stay, promotions: Sequence[Promotion]
) -> int:
    """As a quote would have it, and as the results show it."""
    arrival, departure = board.index(stay.arrival), board.index(stay.departure)
    own_rooms = [SetRoom(own, there, board.left(own.id, arrival, departure)) for own, there in rooms]
    return total_minor(promoted_lines(board, own_rooms, plan, stay, promotions, board.first).lines)


def nearest(
    board: Board,
    stay: Stay,
    party: Party,
    most: int = 4,
    only: Sequence[RoomType] | None = None,
    rooms: int | None = None,
    promotions: Sequence[Promotion] = (),
    filters: Filters = NO_FILTERS,
) -> list[Alternative]:
    """Up to `most` stays in the same house that can be bought and pass the filters, nearest first and earlier before
    later.

    They are of those in `only` that take the party where these are given, else any room or set of rooms that was asked
    for. Stays of the same length are tried day by day. Where the house sells only longer ones, the stay that holds the
    same nights and one more, or two, comes first.
    """
    fitting = board.room_types_for(party) if only is not None or rooms in (None, 1) else ()
    room_types = [own for own in fitting if only is None or own in only]
    if filters is not NO_FILTERS:
        room_types = [own for own in room_types if _may_do(board, own, stay, party, filters, promotions)]
    several = only is None and may_need_several(board.house, party, rooms)
    if not room_types and not several:
        return []
    found: list[Alternative] = []
    for candidate in near(stay):
        other = cheapest(board, room_types, candidate, party, promotions, filters)
        if other is None and several:
            other = cheapest_together(board, candidate, party, rooms, promotions, filters)
        if other is not None:
            found.append(other)
            if len(found) == most:
                break
    return found


def _may_do(
    board: Board, room_type: RoomType, stay: Stay, party: Party, filters: Filters, promotions: Sequence[Promotion]
) -> bool:
    """False where no stay near this one could do, whatever is free: so that not each of them has to be tried.

    A night costs no less where its base rate is higher; promotions are left to the prices themselves.
    """
    if not filters.has(room_type):
        return False
    plans = [plan for plan in board.prices_of.plans if filters.takes(plan)]
    if promotions or filters.total_most_minor is None:
        return bool(plans)
    first, until = board.index(stay.arrival) - FURTHEST_DAYS, board.index(stay.departure) + FURTHEST_DAYS
    for plan in plans:
        row = board.prices.rates.get((room_type.id, plan.base_id), [])
        least = min(filter(None, row[max(first, 0) : max(until, 0)]), default=None)
        if least and filters.affords(stay.nights * night_minor(least, plan, party, board.prices_of.party)):
            return True
    return False


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
    filters: Filters = NO_FILTERS,
) -> list[Alternative]:
    """The same dates in each of these houses that sells them in a way that passes the filters, cheapest first."""

    def least(board: Board) -> Alternative | None:
        room_types = filter(filters.has, board.room_types_for(party)) if rooms in (None, 1) else ()
        one = cheapest(board, room_types, stay, party, promotions, filters)
        return one or cheapest_together(board, stay, party, rooms, promotions, filters)

    found = filter(None, map(least, boards))
    return sorted(found, key=lambda other: other.total_minor)


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
