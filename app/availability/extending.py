"""One night more for somebody who is in the house."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.availability.board import Board
from app.availability.search import stay_total
from app.catalogue.queries import RoomType
from app.kernel.party import Party
from app.kernel.stay import LONGEST_STAY, Stay
from app.pricing.rules import Plan


def next_night_minor(board: Board, room_type: RoomType, plan: Plan, stay: Stay, party: Party) -> int | None:
    """What the night after a stay costs in the same room type and plan; None when it cannot be had.

    A dog's fee is for the whole stay and paid already; extras by the night are not in it.
    """
    night = Stay(stay.departure, stay.departure + timedelta(days=1))
    if stay.nights >= LONGEST_STAY or not board.house.open_for_booking or not board.reaches(night):
        return None
    at, after = board.index(night.arrival), board.index(night.departure)
    rules = board.rules(room_type.id, plan.id)
    forbidden = rules.closed[at] or rules.closed_to_departure[after] or rules.min_through[at] > stay.nights + 1
    if forbidden or board.left(room_type.id, at, after) < 1:
        return None
    if plan.supper_included and board.covers(at, after) < party.heads:
        return None
    if board.total(room_type, plan, party, at, after) is None:
        return None
    return stay_total(board, room_type, plan, night, replace(party, dogs=0))
