"""The price calendar: for each day of arrival, the cheapest stay of one length that can really be bought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.availability.alternatives import cheapest
from app.availability.board import Board
from app.availability.rules import least_nights
from app.availability.search import reasons_against
from app.catalogue.queries import RoomType
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.rules import Plan


@dataclass(frozen=True, slots=True)
class ArrivalDay:
    """A day on which a stay could begin: its total, or the first reason against it and the nights it would want."""

    day: date
    total_minor: int | None
    reason: str | None = None
    least_nights: int = 1


def arrival_days(
    board: Board, days: Sequence[date], nights: int, party: Party, only: RoomType | None = None
) -> list[ArrivalDay]:
    """Each of `days` as an arrival for `nights` nights, in any room type that fits or in one alone; no statement."""
    fitting = board.room_types_for(party)
    room_types = fitting if only is None else [room_type for room_type in fitting if room_type.id == only.id]
    candidates = [only] if only is not None else list(fitting or board.house.room_types)
    return [_arrival_day(board, Stay.of(day, nights), party, room_types, candidates) for day in days]


def _arrival_day(
    board: Board, stay: Stay, party: Party, room_types: Sequence[RoomType], candidates: Sequence[RoomType]
) -> ArrivalDay:
    best = cheapest(board, room_types, stay, party)
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
