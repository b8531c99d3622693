"""Other dates to which a booking could move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.availability.board import Board
from app.availability.search import priced_stay, reasons_against
from app.booking.quoting import chosen_extras
from app.booking.rules import ChosenStay
from app.catalogue.queries import catalogue
from app.pricing.rules import stay_lines, total_minor

FURTHEST_DAYS = 42
WEEK = 7


@dataclass(frozen=True, slots=True)
class Move:
    """The same rooms, rates, party and extras on other dates, with what they cost there today."""

    stays: tuple[ChosenStay, ...]
    total_minor: int


def moves_of(stays: Sequence[ChosenStay], board: Board, most: int = 4) -> list[Move]:
    """Up to `most` moves that could be booked now, in order of their dates; none has a night in common with today's.

    Half of them are the nearest that begin on the same day of the week, the others the nearest of any. Suppers stay
    behind, since they belong to their nights, and whether extras are left is for the claims to say. No statement.
    """
    length = max(own.stay.departure for own in stays) - min(own.stay.arrival for own in stays)
    weekly = _first(stays, board, _around(range(WEEK, FURTHEST_DAYS + 1, WEEK), length.days), most // 2)
    any_day = _first(stays, board, _around(range(1, FURTHEST_DAYS + 1), length.days), most)
    found = {move.stays[0].stay: move for move in weekly}
    for move in any_day:
        if len(found) < most:
            found.setdefault(move.stays[0].stay, move)
    return [found[stay] for stay in sorted(found)]


def _around(distances: Iterable[int], length: int) -> Iterator[int]:
    for days in distances:
        if days >= length:
            yield -days
            yield days


def _first(stays: Sequence[ChosenStay], board: Board, distances: Iterable[int], most: int) -> list[Move]:
    found: list[Move] = []
    for days in distances:
        if len(found) == most:
            break
        moved = tuple(replace(own, stay=own.stay.moved(days), suppers=()) for own in stays)
        total = _total(moved, board)
        if total is not None:
            found.append(Move(moved, total))
    return found


def _total(stays: Sequence[ChosenStay], board: Board) -> int | None:
    """What the stays come to together; None when they cannot all be had."""
    total, wanted = 0, Counter(own.room_type_id for own in stays)
    for own in stays:
        room_type = catalogue().room_types.get(own.room_type_id)
        plan = next((plan for plan in board.prices_of.plans if plan.id == own.rate_plan_id), None)
        if room_type is None or plan is None or reasons_against(board, room_type, plan, own.stay, own.party):
            return None
        if (
            board.left(room_type.id, board.index(own.stay.arrival), board.index(own.stay.departure))
            < wanted[room_type.id]
        ):
            return None
        priced = replace(
            priced_stay(board, room_type, plan, own.stay, own.party),
            extras=chosen_extras(board.house, own),
            assistance_dogs=own.assistance_dogs,
        )
        total += total_minor(stay_lines(priced, board.prices_of.vat_bp))
    return total
