"""What others have taken of a house: room types that would be sold otherwise, or only the tables of its suppers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.availability.alternatives import NO_FILTERS, Filters
from app.availability.board import Board
from app.availability.search import HouseFit, bookable_dates, stay_total
from app.catalogue.queries import RoomType
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.rules import Plan

NONE_LEFT = 0


def taken(board: Board, stay: Stay, party: Party, filters: Filters = NO_FILTERS) -> list[RoomType]:
    """The room types that would be sold for the stay, and pass the filters, if one of their rooms were free; in the
    house's order, and no statement."""
    if not bookable_dates(board, stay):
        return []
    arrival, departure = board.index(stay.arrival), board.index(stay.departure)
    room_types = board.room_types_for(party)
    gone = [own for own in room_types if board.left(own.id, arrival, departure) == NONE_LEFT and filters.has(own)]
    if not gone:
        return []
    seated = board.covers(arrival, departure) >= party.heads
    plans = [plan for plan in board.prices_of.plans if filters.takes(plan) and (seated or not plan.supper_included)]

    def wanted(room_type: RoomType, plan: Plan) -> bool:
        """Whether the nights forbid nothing and have a price; nights that could then be sold as a gap are left out."""
        if board.rules(room_type.id, plan.id).against(arrival, departure)[0]:
            return False
        priced = board.total(room_type, plan, party, arrival, departure) is not None
        return priced and (filters is NO_FILTERS or filters.affords(stay_total(board, room_type, plan, stay, party)))

    return [own for own in gone if any(wanted(own, plan) for plan in plans)]


def nearest_full(board: Board, stay: Stay, party: Party, room_types: Sequence[RoomType]) -> RoomType | None:
    """Which of these room types `full` is said of: of several the one that comes nearest, as in `HouseFit.reasons`, and
    of equals one that is free for all of the nights."""
    if len(room_types) == 1:
        return room_types[0]
    refused = HouseFit(board, stay, party, ()).refused
    full = [no for no in refused if no.room_type in room_types and "full" in no.reasons]
    arrival, departure = board.index(stay.arrival), board.index(stay.departure)
    nearest = min(
        full,
        key=lambda no: (no.nearness, board.left(no.room_type.id, arrival, departure) <= NONE_LEFT),
        default=None,
    )
    return nearest.room_type if nearest else None


def no_table_on(board: Board, stay: Stay, party: Party, room_types: Sequence[RoomType]) -> date | None:
    """The first night on which the party cannot sit down together, where that is what `full` is said for: a room of
    the type that comes nearest is free. None where a room is lacking, or nothing is."""
    if not board.reaches(stay):
        return None
    arrival, departure = board.index(stay.arrival), board.index(stay.departure)
    if board.covers(arrival, departure) >= party.heads:
        return None
    nearest = nearest_full(board, stay, party, room_types)
    if nearest is None or board.left(nearest.id, arrival, departure) <= NONE_LEFT:
        return None
    return next(night for night in stay if board.stock.covers[board.index(night)] < party.heads)


def first_full_night(board: Board, stay: Stay, room_types: Sequence[RoomType]) -> date | None:
    """The first night on which none of these room types has a room free; None when each night has some."""
    for night in stay:
        index = board.index(night)
        if 0 <= index < board.nights and free_rooms(board, index, room_types) < 1:
            return night
    return None


def free_rooms(board: Board, index: int, room_types: Sequence[RoomType]) -> int:
    """How many rooms of these types are free on a night."""
    free = board.stock.free
    return sum(max(free[room_type.id][index], 0) for room_type in room_types if room_type.id in free)


def suiting(board: Board, party: Party) -> Sequence[RoomType]:
    """The room types that take the party and meet its needs; all of the house where it would need several rooms."""
    return board.room_types_for(party) or board.house.room_types
