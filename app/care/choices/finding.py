"""Looking for what could be promised: one reading of the houses, lowered by what was promised since."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.availability.board import Board
from app.availability.boards import boards
from app.booking.amendment import baskets_elsewhere
from app.booking.errors import CannotBeSold
from app.booking.moving import moves_of
from app.booking.queries import PlacedBooking
from app.booking.quoting import as_sold
from app.booking.rules import Basket
from app.care.choices.rules import DATES, HOUSE, nearest_first
from app.care.notices.coming import Coming, coming
from app.care.notices.rules import LIGHT
from app.care.notices.would_touch import kept_in, touches
from app.catalogue.closed import house_of
from app.catalogue.queries import catalogue
from app.kernel import clock
from app.kernel.wall import wall_instant

MOVES_TRIED = 8


class Shelf:
    """What the houses have left for bookings of one of them. Claims decide; this only says where to try."""

    def __init__(self, location_id: int) -> None:
        own = [_copied(board) for board in boards(catalogue().houses)]
        self.here = next((board for board in own if board.house.id == location_id), None)
        self.others = [board for board in own if board.house.id != location_id and board.house.open_for_booking]

    def elsewhere(self, booking: PlacedBooking) -> Iterator[Basket]:
        """The same nights in other houses, the cheapest first of all houses together."""
        found = [one for board in self.others for one in baskets_elsewhere(booking, board)]
        for _, basket in sorted(found, key=lambda one: one[0]):
            yield from _as_sold(replace(basket, at_house=booking.quote.balance_on is None))

    def other_dates(self, booking: PlacedBooking, but: Collection[date], first: date) -> Iterator[Basket]:
        """The same rooms in this house, suppers too, on dates that begin on `first` or later and have no night that is
        in `but`; the nearest on the same day of the week first."""
        if self.here is None:
            return
        stays = [own.chosen for own in booking.live]
        arrival = booking.basket.arrival
        found = {}
        for move in moves_of(stays, self.here, MOVES_TRIED):
            nights = {night for own in move.stays for night in own.stay}
            if min(nights) >= first and not nights & set(but):
                found[min(nights)] = move
        for begins in nearest_first(found, arrival):
            days = (begins - arrival).days
            moved = tuple(
                replace(old, stay=own.stay, suppers=_moved(old.suppers, days))
                for old, own in zip(stays, found[begins].stays, strict=True)
            )
            yield from _as_sold(replace(booking.basket, stays=moved))

    def took(self, basket: Basket, rooms: int = 1) -> None:
        """The rooms of the basket are somebody's; `rooms` is -1 where they are nobody's again."""
        for board in (self.here, *self.others):
            if board is None or board.house.id != basket.location_id:
                continue
            for chosen in basket.stays:
                row = board.stock.free.get(chosen.room_type_id, [])
                for night in chosen.stay:
                    if 0 <= board.index(night) < len(row):
                        row[board.index(night)] -= rooms


def kinds_of(notice: Any) -> list[str]:
    """Which of the ways out that must be held a notice offers, written down or not."""
    return [kind for kind, may in ((HOUSE, notice.may_move_house), (DATES, notice.may_move_dates)) if may]


def candidates(kind: str, notice: Any, booking: PlacedBooking, shelf: Shelf) -> Iterator[Basket]:
    """What the booking could be instead, in the order in which it is tried, and where no other notice matters to its
    nights. The notice has been given a time to choose."""
    own = getattr(notice, "id", None)
    for basket in _ways(kind, notice, booking, shelf):
        others = (one for one in coming(basket.location_id, basket.arrival, basket.departure) if one.id != own)
        if not any(_matters(one, basket) for one in others):
            yield basket


def _matters(one: Coming, basket: Basket) -> bool:
    """Whether who has that instead would have to be told of this: it is felt, and touches their nights there. Of single
    doors nobody knows whether they would be theirs."""
    if one.weight == LIGHT or (one.rooms and not one.room_types):
        return False
    house = house_of(basket.location_id)
    return touches(replace(one, rooms=()), kept_in(basket, house), house, clock.now())


def _ways(kind: str, notice: Any, booking: PlacedBooking, shelf: Shelf) -> Iterator[Basket]:
    if kind == HOUSE:
        return shelf.elsewhere(booking)
    zone = ZoneInfo(house_of(notice.location_id).timezone)
    begins, ends, until = (at.astimezone(zone).date() for at in _times(notice))
    touched = {begins + timedelta(days=days) for days in range((ends - begins).days + 1)}
    return shelf.other_dates(booking, touched, until + timedelta(days=1))


def open_until(notice: Any, booking: PlacedBooking) -> datetime:
    """Until when this booking's guest may choose: the notice's time, but not after they may arrive."""
    return open_until_of(notice, booking.basket.arrival)


def open_until_of(notice: Any, arrival: date) -> datetime:
    """As `open_until`, of a booking that arrives then."""
    house = house_of(notice.location_id)
    arrives = wall_instant(arrival, house.check_in_time.hour, house.check_in_time.minute, house.timezone)
    return min(_times(notice)[2], arrives)


def _times(notice: Any) -> tuple[datetime, datetime, datetime]:
    return notice.begins_at, notice.ends_at, notice.choose_until_at


def _as_sold(basket: Basket) -> Iterator[Basket]:
    """The basket with the tables of its plans; nothing where there is none left."""
    try:
        yield as_sold(replace(basket, promotions=()))
    except CannotBeSold:
        return


def _moved(suppers: tuple[tuple[date, int], ...], days: int) -> tuple[tuple[date, int], ...]:
    return tuple((night + timedelta(days=days), sitting) for night, sitting in suppers)


def _copied(board: Board) -> Board:
    free = {room_type: list(row) for room_type, row in board.stock.free.items()}
    return replace(board, stock=replace(board.stock, free=free), holding={})
