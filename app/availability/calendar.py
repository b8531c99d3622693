"""The price calendar: for each day of arrival, the cheapest stay of one length that can really be bought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.availability.alternatives import cheapest, cheapest_together
from app.availability.board import Board
from app.availability.rules import least_nights
from app.availability.search import RoomNo, reasons_against
from app.availability.sets.search import against_all, may_need_several
from app.availability.taken import NONE_LEFT
from app.catalogue.queries import RoomType
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.rules import Plan
from app.promotions.rules import Promotion


@dataclass(frozen=True, slots=True)
class ArrivalDay:
    """A day on which a stay could begin: its total, or the first reason against it and the nights it would want.

    With `no_table` it is `full` for want of a table alone: rooms are free.
    """

    day: date
    total_minor: int | None
    reason: str | None = None
    least_nights: int = 1
    no_table: bool = False


def arrival_days(
    board: Board,
    days: Sequence[date],
    nights: int,
    party: Party,
    only: RoomType | None = None,
    rooms: int | None = None,
    promotions: Sequence[Promotion] = (),
) -> list[ArrivalDay]:
    """Each of `days` as an arrival for `nights` nights, at the prices with these promotions; no statement.

    In any room type that fits or in `only` one; where that is not given and no single room was asked for or fits, in
    the cheapest set of rooms.
    """
    fitting = board.room_types_for(party) if rooms in (None, 1) else ()
    room_types = fitting if only is None else [room_type for room_type in fitting if room_type.id == only.id]
    stays = [Stay.of(day, nights) for day in days]
    if only is None and may_need_several(board.house, party, rooms):
        return [_day_of_several(board, stay, party, room_types, rooms, promotions) for stay in stays]
    candidates = [only] if only is not None else list(fitting or board.house.room_types)
    return [_arrival_day(board, stay, party, room_types, candidates, promotions) for stay in stays]


def _day_of_several(
    board: Board,
    stay: Stay,
    party: Party,
    room_types: Sequence[RoomType],
    rooms: int | None,
    promotions: Sequence[Promotion],
) -> ArrivalDay:
    """One room where one is sold, else the cheapest set; where there is neither, why there is no set."""
    best = cheapest(board, room_types, stay, party, promotions)
    best = best or cheapest_together(board, stay, party, rooms, promotions)
    if best is not None:
        return ArrivalDay(stay.arrival, best.total_minor)
    reasons, no_table_on = against_all(board, stay, party, rooms)
    least = _least(board, stay) if reasons[0] == "min_stay" else 1
    return ArrivalDay(stay.arrival, None, reasons[0], least, no_table_on is not None)


def _least(board: Board, stay: Stay) -> int:
    """The shortest stay that any rate of the house wants from that day on."""
    arrival, departure = board.index(stay.arrival), board.index(stay.departure)
    rates = ((own.id, plan.id) for own in board.house.room_types for plan in board.prices_of.plans)
    return min(least_nights(board.rules(*rate), arrival, departure) for rate in rates)


def _arrival_day(
    board: Board,
    stay: Stay,
    party: Party,
    room_types: Sequence[RoomType],
    candidates: Sequence[RoomType],
    promotions: Sequence[Promotion],
) -> ArrivalDay:
    best = cheapest(board, room_types, stay, party, promotions)
    if best is not None:
        return ArrivalDay(stay.arrival, best.total_minor)
    plans: Sequence[Plan] = board.prices_of.plans
    tried = [
        (reasons_against(board, room_type, plan, stay, party), room_type, plan)
        for room_type in candidates
        for plan in plans
    ]
    if not tried:
        return ArrivalDay(stay.arrival, None, "no_rate")
    reasons, room_type, plan = min(tried, key=lambda found: _far(board, stay, *found[:2]))
    least = 1
    if reasons and "min_stay" in reasons:
        arrival = board.index(stay.arrival)
        least = least_nights(board.rules(room_type.id, plan.id), arrival, board.index(stay.departure))
    reason = reasons[0] if reasons else "full"
    return ArrivalDay(stay.arrival, None, reason, least, reason == "full" and _is_free(board, stay, room_type))


def _far(board: Board, stay: Stay, reasons: Sequence[str], room_type: RoomType) -> tuple[int, int, bool]:
    """As `RoomNo.nearness` has it; of equals a room that is free and lacks only a table is nearer than one taken."""
    if not reasons:
        return 0, 0, False
    return *RoomNo(room_type, tuple(reasons)).nearness, reasons[0] == "full" and not _is_free(board, stay, room_type)


def _is_free(board: Board, stay: Stay, room_type: RoomType) -> bool:
    return board.left(room_type.id, board.index(stay.arrival), board.index(stay.departure)) > NONE_LEFT
