"""What a guest who would cancel could do instead: other dates here, the same dates in another house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from app.availability.alternatives import elsewhere
from app.availability.board import Board
from app.booking.moving import Move, moves_of
from app.booking.queries import PlacedBooking, PlacedStay
from app.catalogue.closed import room_type_of
from app.guest.refusals import Other, other
from app.kernel.party import together
from app.kernel.stay import Stay
from app.kernel.words import counted, money, span, tallied
from app.web.search import Search


@dataclass(frozen=True, slots=True)
class MoveRow:
    """Other dates with their total, what that is beside today's, and the page on which the change is confirmed."""

    dates_text: str
    note: str
    total_minor: int
    total_text: str
    url: str


def moves_here(booking: PlacedBooking, going: Sequence[PlacedStay], boards: Sequence[Board], url: str) -> list[MoveRow]:
    """Where these stays could move in their house; one stay, or all of a booking that share their dates."""
    board = next((one for one in boards if one.house.id == booking.basket.location_id), None)
    same_dates = len({stay.chosen.stay for stay in going}) == 1
    if board is None or not same_dates or len(going) not in (1, len(booking.live)):
        return []
    now = sum(line.gross_minor for line in booking.quote.lines if line.part in {stay.part for stay in going})
    moves = moves_of([stay.chosen for stay in going], board)
    return [_row(move, going, now, booking.quote.currency, url) for move in moves]


def _row(move: Move, going: Sequence[PlacedStay], now_minor: int, currency: str, url: str) -> MoveRow:
    arrival, departure = (
        min(own.stay.arrival for own in move.stays),
        max(own.stay.departure for own in move.stays),
    )
    names = tallied([room_type_of(own.room_type_id).name for own in move.stays])
    asked = [("arrival", arrival.isoformat()), ("departure", departure.isoformat())]
    asked += [("part", str(going[0].part))] if len(going) == 1 else []
    return MoveRow(
        span(arrival, departure),
        f"{names}, {counted((departure - arrival).days, 'night')}, {_beside(move.total_minor - now_minor, currency)}",
        move.total_minor,
        money(move.total_minor, currency),
        f"{url}/amendment?{urlencode(asked)}",
    )


def _beside(difference_minor: int, currency: str) -> str:
    if difference_minor == 0:
        return "the same price"
    return f"{money(abs(difference_minor), currency)} {'more' if difference_minor > 0 else 'less'}"


def moves_elsewhere(booking: PlacedBooking, boards: Sequence[Board]) -> list[Other]:
    """The same dates and party in the other houses, cheapest first; links lead to what is booked as any stay is."""
    basket = booking.basket
    stay = Stay(basket.arrival, basket.departure)
    party = together(own.party for own in basket.stays)
    rooms = len(basket.stays) if len(basket.stays) > 1 else None
    others = [board for board in boards if board.house.id != basket.location_id]
    search = Search(stay=stay, party=party, rooms=rooms)
    return [other(found, search) for found in elsewhere(others, stay, party, rooms)]
