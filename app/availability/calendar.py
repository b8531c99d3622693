"""The price calendar: for each day of arrival, the cheapest stay of one length that can really be bought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.availability.alternatives import cheapest, cheapest_together
from app.availability.board import Board
from app.availability.rules import least_nights
from app.availability.search import reasons_against
from app.availability.sets.search import may_need_several, reasons_against_all
from app.catalogue.queries import RoomType
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.rules import Plan
from app.promotions.rules import Promotion


@dataclass(frozen=True, slots=True)
class ArrivalDay:
    """A day on which a stay could begin: its total, or the first reason against it and the nights it would want."""

    day: date
    total_minor: int | None
    reason: str | None = None
    least_nights: int = 1


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
    reason = reasons_against_all(board, stay, party, rooms)[0]
    return ArrivalDay(stay.arrival, None, reason, _least(board, stay) if reason == "min_stay" else 1)


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
    reasons, room_type, plan = min(tried, key=lambda found: len(found[0]))
    least = 1
    if reasons and "min_stay" in reasons:
        arrival = board.index(stay.arrival)
        least = least_nights(board.rules(room_type.id, plan.id), arrival, board.index(stay.departure))
    return ArrivalDay(stay.arrival, None, reasons[0] if reasons else "full", least)
