"""What a guest who would cancel could do instead: other dates here, the same in another house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from app.availability.alternatives import elsewhere
from app.availability.board import Board
from app.booking.amendment import sold_elsewhere
from app.booking.moving import Move, moves_of
from app.booking.queries import PlacedBooking, PlacedStay
from app.booking.rules import Basket
from app.catalogue.closed import room_type_of
from app.guest.refusals import Other, other
from app.kernel import clock
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


@dataclass(frozen=True, slots=True)
class HouseRow:
    """Another house that could take the whole booking, with the total there and the page that compares both."""

    house_name: str
    note: str
    total_minor: int
    total_text: str
    url: str


def houses_to_move_to(booking: PlacedBooking, boards: Sequence[Board], url: str) -> list[HouseRow]:
    """The other houses that could take the booking with its nights, people and terms, cheapest first."""
    if booking.of_group:
        return []
    now = clock.now()
    found = []
    for board in boards:
        for total, basket in sold_elsewhere(booking, board, now)[:1] if _is_other(board, booking) else ():
            beside = _beside(total - booking.quote.total_minor, booking.quote.currency)
            path = f"{url}/houses/{board.house.slug}"
            total_text = money(total, booking.quote.currency)
            found.append(HouseRow(board.house.name, f"{rooms_of(basket)}, {beside}", total, total_text, path))
    return sorted(found, key=lambda row: row.total_minor)


def rooms_of(basket: Basket) -> str:
    """The room types of a basket in words."""
    return tallied([room_type_of(own.room_type_id).name for own in basket.stays])


def sold_as_new(booking: PlacedBooking, boards: Sequence[Board], movable: Sequence[HouseRow]) -> list[Other]:
    """The other houses that have the dates, but not on these terms; links lead to what is booked as any stay is."""
    basket = booking.basket
    stay = Stay(basket.arrival, basket.departure)
    party = together(own.party for own in basket.stays)
    rooms = len(basket.stays) if len(basket.stays) > 1 else None
    names = {row.house_name for row in movable}
    others = [board for board in boards if _is_other(board, booking) and board.house.name not in names]
    search = Search(stay=stay, party=party, rooms=rooms)
    return [other(found, search) for found in elsewhere(others, stay, party, rooms)]


def _is_other(board: Board, booking: PlacedBooking) -> bool:
    return board.house.id != booking.basket.location_id
