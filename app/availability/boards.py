"""Keeping boards current: the stale ones of all houses are read with one statement a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from functools import partial
from threading import Lock
from weakref import WeakKeyDictionary

from app.availability.board import Board, Hold, Prices, Stock, emptiest
from app.availability.rules import NOT_OPEN
from app.catalogue.queries import House, catalogue
from app.inventory.queries import expiring, free_runs, is_watched, resources, watches
from app.kernel import clock
from app.pricing.queries import price_list, rates, restrictions
from app.store import db
from app.store.version import CATALOGUE, prices_of, stock_of, unsettled, versions

BEYOND = 30
"""Nights that a board holds beyond the last that may be booked, so that a stay may end there."""

_kept: WeakKeyDictionary[object, dict[int, tuple[int, Board]]] = WeakKeyDictionary()
_lock = Lock()
_reading = Lock()
"""Held by the one thread of a process that reads what has changed; the others wait and find it read."""


def boards(houses: Sequence[House]) -> list[Board]:
    """A current board for each house, in their order.

    At most five statements however many houses there are: one for the versions, and for those that changed one each for
    counters, holds, rates and restrictions. What another process commits afterwards is seen by the next session.
    """
    if unsettled():
        return fresh_boards(houses)
    numbers = versions()
    at_catalogue = numbers.get(CATALOGUE, 0)
    firsts = _firsts(houses)
    known = _known(houses, at_catalogue, firsts)
    stocks, prices = _still_current(known, numbers)
    if len(stocks) < len(houses) or len(prices) < len(houses):
        with _reading:
            known = _known(houses, at_catalogue, firsts)
            stocks, prices = _still_current(known, numbers)
            stocks |= _read_stocks([house for house in houses if house.id not in stocks], firsts, numbers)
            prices |= _read_prices([house for house in houses if house.id not in prices], firsts, numbers)
            return _laid_out(houses, known, stocks, prices, firsts, at_catalogue)
    return _laid_out(houses, known, stocks, prices, firsts, at_catalogue)


def _firsts(houses: Sequence[House]) -> dict[int, date]:
    """Each house's today."""
    today = {timezone: clock.today(timezone) for timezone in {house.timezone for house in houses}}
    return {house.id: today[house.timezone] for house in houses}


def _known(houses: Sequence[House], at_catalogue: int, firsts: dict[int, date]) -> dict[int, Board]:
    """The boards that are kept from this catalogue and this day, whatever has been booked since."""
    with _lock:
        kept = _kept.setdefault(db.engine, {})
        found = {house.id: kept[house.id] for house in houses if house.id in kept}
    return {id_: board for id_, (at, board) in found.items() if at == at_catalogue and board.first == firsts[id_]}


def _still_current(known: dict[int, Board], numbers: dict[str, int]) -> tuple[dict[int, Stock], dict[int, Prices]]:
    stocks = {id_: old.stock for id_, old in known.items() if old.stock.version == numbers.get(stock_of(id_), 0)}
    prices = {id_: old.prices for id_, old in known.items() if old.prices.version == numbers.get(prices_of(id_), 0)}
    return stocks, prices


def _laid_out(
    houses: Sequence[House],
    known: dict[int, Board],
    stocks: dict[int, Stock],
    prices: dict[int, Prices],
    firsts: dict[int, date],
    at_catalogue: int,
) -> list[Board]:
    """The boards of these stocks and prices at this instant; they are kept."""
    now = clock.now()
    current = [
        _same_or_new(
            known.get(house.id),
            house,
            firsts[house.id],
            stocks[house.id].at(now, partial(_awaited, firsts[house.id])),
            prices[house.id],
        )
        for house in houses
    ]
    if any(known.get(found.house.id) is not found for found in current):
        with _lock:
            _kept[db.engine].update({found.house.id: (at_catalogue, found) for found in current})
    return current


def _same_or_new(known: Board | None, house: House, first: date, stock: Stock, prices: Prices) -> Board:
    """The board that is known while its stock and prices are the same ones; so what it remembers stays with it."""
    if known is not None and known.stock is stock and known.prices is prices:
        return known
    return Board(house, price_list(house.id), first, _nights(house), stock, prices)


def board(house: House) -> Board:
    """The current board of one house."""
    return boards([house])[0]


def fresh_boards(houses: Sequence[House]) -> list[Board]:
    """As `boards`, read from the tables without using or filling any cache: what tests compare against."""
    numbers = versions()
    firsts = {house.id: clock.today(house.timezone) for house in houses}
    stocks = _read_stocks(houses, firsts, numbers)
    prices = _read_prices(houses, firsts, numbers)
    return [
        Board(
            house,
            price_list(house.id),
            firsts[house.id],
            _nights(house),
            stocks[house.id].at(clock.now(), partial(_awaited, firsts[house.id])),
            prices[house.id],
        )
        for house in houses
    ]


def _nights(house: House) -> int:
    return house.days_ahead + BEYOND


def _span(houses: Sequence[House], firsts: dict[int, date]) -> tuple[date, date]:
    return (
        min(firsts[house.id] for house in houses),
        max(firsts[house.id] + timedelta(days=_nights(house)) for house in houses),
    )


def _read_stocks(houses: Sequence[House], firsts: dict[int, date], numbers: dict[str, int]) -> dict[int, Stock]:
    if not houses:
        return {}
    of_room_type, of_sitting = resources().of_room_type, resources().of_sitting
    seating = {of_sitting[s.id]: (house, s.id) for house in houses for s in house.sittings if s.id in of_sitting}
    room_types = {
        of_room_type[room_type.id]: (house, room_type.id)
        for house in houses
        for room_type in house.room_types
        if room_type.id in of_room_type
    }
    free: dict[int, dict[int, list[int]]] = {house.id: {} for house in houses}
    seats: dict[int, dict[int, list[int]]] = {house.id: {} for house in houses}
    for resource_id, (start, counts) in free_runs([*room_types, *seating], *_span(houses, firsts)).items():
        house, counted_id = seating.get(resource_id) or room_types[resource_id]
        rows = seats if resource_id in seating else free
        rows[house.id][counted_id] = _laid(counts, (start - firsts[house.id]).days, _nights(house))
    held: dict[int, list[Hold]] = defaultdict(list)
    for resource_id, claims in expiring().items():
        if resource_id not in room_types and resource_id not in seating:
            continue
        house, counted_id = seating.get(resource_id) or room_types[resource_id]
        ids = (0, counted_id) if resource_id in seating else (counted_id, 0)
        for claim in claims:
            index = (claim.night - firsts[house.id]).days
            if 0 <= index < _nights(house):
                held[house.id].append(Hold(claim.expires_at, *ids, index, claim.count))
    return {
        house.id: Stock(
            numbers.get(stock_of(house.id), 0),
            free[house.id],
            seats[house.id],
            emptiest(seats[house.id].values(), _nights(house)),
            tuple(sorted(held[house.id])),
        )
        for house in houses
    }


def _awaited(first: date, hold: Hold) -> bool:
    """Whether somebody on the waitlist could take what a hold gives back: then it is theirs, and not free."""
    if not hold.room_type_id or not watches():
        return False
    return is_watched(resources().of_room_type[hold.room_type_id], first + timedelta(days=hold.night))


def _laid(counts: list[int], at: int, size: int) -> list[int]:
    """Counts that begin at index `at`, as a row of `size` nights; the others are not open."""
    if at < 0:
        counts, at = counts[-at:], 0
    row = [NOT_OPEN] * at + counts
    return (row + [NOT_OPEN] * (size - len(row)))[:size]


def _read_prices(houses: Sequence[House], firsts: dict[int, date], numbers: dict[str, int]) -> dict[int, Prices]:
    if not houses:
        return {}
    found = {house.id: Prices(numbers.get(prices_of(house.id), 0), {}, {}) for house in houses}
    sizes = {house.id: _nights(house) for house in houses}
    ids = [house.id for house in houses]
    first, until = _span(houses, firsts)
    for location_id, room_type_id, plan_id, night, amount in rates(ids, first, until):
        row = found[location_id].rates.setdefault((room_type_id, plan_id), [0] * sizes[location_id])
        index = (night - firsts[location_id]).days
        if 0 <= index < len(row):
            row[index] = amount
    for row in restrictions(ids, first, until):
        index = (row.night - firsts[row.location_id]).days
        if 0 <= index <= sizes[row.location_id]:
            found[row.location_id].restrictions.setdefault((row.scope, row.scope_id), {})[index] = (
                row.closed,
                row.closed_to_arrival,
                row.closed_to_departure,
                row.min_stay_arrival or 1,
                row.min_stay_through or 1,
                row.max_stay or 0,
            )
    return found


def all_boards(asked: Collection[str] = ()) -> list[Board]:
    """A current board for every house that takes bookings, and for those whose slugs are asked for."""
    return boards([house for house in catalogue().houses if house.open_for_booking or house.slug in asked])
