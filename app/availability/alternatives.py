"""What else can be bought when a stay cannot: the nearest dates in the same house, the same dates elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.availability.board import Board
from app.availability.search import bookable_dates, sold
from app.catalogue.queries import RoomType
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.rules import Plan

FURTHEST_DAYS = 42
"""How far from the dates asked for a nearest alternative may lie."""

WEEKENDS_LOOKED_AT = 60


@dataclass(frozen=True, slots=True)
class Alternative:
    """The cheapest way to buy other dates or another house."""

    board: Board
    stay: Stay
    room_type: RoomType
    plan: Plan
    total_minor: int


def cheapest(board: Board, room_types: Iterable[RoomType], stay: Stay, party: Party) -> Alternative | None:
    """The least total for which the stay can be bought in one of these room types; None when it cannot."""
    if not bookable_dates(board, stay):
        return None
    best: Alternative | None = None
    for room_type, plan, total in sold(board, room_types, stay, party):
        if best is None or total < best.total_minor:
            best = Alternative(board, stay, room_type, plan, total)
    return best


def nearest(
    board: Board, stay: Stay, party: Party, most: int = 4, only: Sequence[RoomType] | None = None
) -> list[Alternative]:
    """Up to `most` stays in the same house that can be bought, nearest first and earlier before later.

    Stays of the same length are tried day by day. Where the house sells only longer ones, the stay that holds the same
    nights and one more, or two, comes first.
    """
    room_types = list(only) if only is not None else board.room_types_for(party)
    found: list[Alternative] = []
    for candidate in _near(stay):
        other = cheapest(board, room_types, candidate, party)
        if other is not None:
            found.append(other)
            if len(found) == most:
                break
    return found


def _near(stay: Stay) -> Iterator[Stay]:
    for longer in (1, 2):
        for earlier in range(longer + 1):
            yield Stay(stay.arrival - timedelta(days=earlier), stay.departure + timedelta(days=longer - earlier))
    for days in range(1, FURTHEST_DAYS + 1):
        yield stay.moved(-days)
        yield stay.moved(days)


def elsewhere(boards: Iterable[Board], stay: Stay, party: Party) -> list[Alternative]:
    """The same dates in each of these houses that sells them, cheapest first."""
    found = [cheapest(board, board.room_types_for(party), stay, party) for board in boards]
    return sorted((other for other in found if other is not None), key=lambda other: other.total_minor)


def next_weekend(boards: Sequence[Board], today: date, party: Party) -> Stay:
    """The first Friday to Sunday from today on for which some house sells a room; the coming one when none does."""
    friday = today + timedelta(days=(4 - today.weekday()) % 7)
    for week in range(WEEKENDS_LOOKED_AT):
        stay = Stay.of(friday + timedelta(weeks=week), 2)
        if any(next(sold_here(board, stay, party), None) for board in boards):
            return stay
    return Stay.of(friday, 2)


def sold_here(board: Board, stay: Stay, party: Party) -> Iterator[tuple[RoomType, Plan, int]]:
    """What one house sells for the stay, in its order."""
    return sold(board, board.room_types_for(party), stay, party) if bookable_dates(board, stay) else iter(())
