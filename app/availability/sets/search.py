"""Which rooms of a house take a party together, and why none do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from app.availability.board import Board, capacity_of
from app.availability.rules import REASONS
from app.availability.search import (
    HouseFit,
    RateFit,
    SetFit,
    SetRoom,
    bookable_dates,
    reasons_against,
    sold,
    sold_here,
    stay_total,
)
from app.availability.search import search_house as search_single
from app.availability.sets.rules import Kind, cheapest_set, holds_all
from app.catalogue.queries import House, RoomType
from app.kernel import clock
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.rules import Plan, policy_of


def search(boards: Iterable[Board], stay: Stay, party: Party, rooms: int | None = None) -> list[HouseFit]:
    """Each house's room types that fit, or the cheapest set of its rooms; no statement is made.

    Without `rooms` one room is looked for, and a set only where none takes the party; one room alone with 1, a set of
    exactly so many with more.
    """
    now = clock.now()
    return [search_house(board, stay, party, rooms, now) for board in boards]


def search_house(board: Board, stay: Stay, party: Party, rooms: int | None, now: datetime) -> HouseFit:
    """One house's answer."""
    fit = search_single(board, stay, party, now) if rooms in (None, 1) else HouseFit(board, stay, party, ())
    if fit.rooms or rooms == 1:
        return fit
    together = set_for(board, stay, party, rooms, now)
    if together is not None:
        return replace(fit, together=together)
    if rooms is None and board.room_types_for(party):
        return fit
    reasons, no_table_on = against_all(board, stay, party, rooms)
    return replace(fit, reasons_together=reasons, no_table_on=no_table_on)


def set_for(board: Board, stay: Stay, party: Party, rooms: int | None, now: datetime) -> SetFit | None:
    """The cheapest set of rooms for the party in any one plan, with every plan that sells all of these rooms."""
    found = cheapest_rooms(board, stay, party, rooms)
    if found is None:
        return None
    arrival, departure = board.index(stay.arrival), board.index(stay.departure)
    house = board.house
    terms = partial(policy_of, arrival=stay.arrival, zone=house.timezone, currency=house.currency, at=now)
    return SetFit(
        rooms=tuple(SetRoom(own, there, board.left(own.id, arrival, departure)) for own, there in found.rooms),
        rates=tuple(RateFit(plan, _total(board, plan, stay, found.rooms), terms(plan)) for plan in found.plans),
    )


Spread = tuple[tuple[RoomType, Party], ...]


@dataclass(frozen=True, slots=True)
class CheapestRooms:
    """Rooms with who sleeps there, the plan in which they cost least, and all plans that sell every one of them."""

    rooms: Spread
    plan: Plan
    total_minor: int
    plans: tuple[Plan, ...]


def cheapest_rooms(
    board: Board, stay: Stay, party: Party, rooms: int | None, only: Collection[int] | None = None
) -> CheapestRooms | None:
    """The set of rooms that costs least in any one plan, of the room types `only` where they are given; None when
    there is no set."""
    if not may_need_several(board.house, party, rooms) or not bookable_dates(board, stay):
        return None
    wanted = [own for own in _with_needs(board.house, party) if only is None or own.id in only]
    selling: dict[Plan, list[RoomType]] = {}
    for room_type, plan, _ in sold(board, wanted, stay, party):
        selling.setdefault(plan, []).append(room_type)
    best: CheapestRooms | None = None
    for plan, room_types in selling.items():
        spread = _cheapest_in(board, plan, room_types, stay, party, rooms)
        total = _total(board, plan, stay, spread)
        if spread and (best is None or total < best.total_minor):
            best = CheapestRooms(spread, plan, total, ())
    if best is None:
        return None
    all_sell = (plan for plan in board.prices_of.plans if all(own in selling.get(plan, ()) for own, _ in best.rooms))
    return replace(best, plans=tuple(all_sell))


def may_need_several(house: House, party: Party, rooms: int | None) -> bool:
    """False where a set is never an answer: nobody asked for one, and every room would take the party by itself."""
    if party.adults < 2 or rooms == 1:
        return False
    return rooms is not None or not all(capacity_of(own).holds(party) for own in house.room_types)


def could_take(house: House, party: Party, rooms: int | None, only: Collection[int]) -> list[RoomType]:
    """The house's room types of which a search may make a set for the party once all of them are empty; none where
    there is no such set. Of the room types `only`."""
    wanted = [own for own in _with_needs(house, party) if own.id in only]
    several = may_need_several(house, party, rooms) and holds_all(_kinds(wanted), party, rooms)
    return wanted if several else []


def sells(board: Board, stay: Stay, party: Party, rooms: int | None = None) -> bool:
    """Whether the house has a room, or a set of rooms, for the party."""
    single = sold_here(board, stay, party) if rooms in (None, 1) else iter(())
    return next(single, None) is not None or cheapest_rooms(board, stay, party, rooms) is not None


def against_all(board: Board, stay: Stay, party: Party, rooms: int | None) -> tuple[tuple[str, ...], date | None]:
    """Why no set of the house's rooms can be sold, and `no_table_for_all` where that says it.

    `party_too_large` where its rooms, all of them empty, could not take the party in so many; `needs` where only those
    with what it needs could not. Else the reasons of the room type and plan that come nearest for one person alone,
    and `full` where that one could be sold, since then beds or tables are missing.
    """
    if not holds_all(_kinds(board.house.room_types), party, rooms):
        return ("party_too_large",), None
    room_types = _with_needs(board.house, party)
    if not holds_all(_kinds(room_types), party, rooms):
        return ("needs",), None
    if night := no_table_for_all(board, stay, party, rooms):
        return ("full",), night
    alone = Party(1, needs=party.needs)
    tried = [
        reasons_against(board, room_type, plan, stay, alone)
        for room_type in room_types
        for plan in board.prices_of.plans
    ]
    nearest = min(tried, key=lambda own: (len(own), -REASONS.index(own[0]) if own else 0), default=("no_rate",))
    return nearest or ("full",), None


def no_table_for_all(board: Board, stay: Stay, party: Party, rooms: int | None) -> date | None:
    """The first night on which the party cannot sit down together, where a set would be sold if it could."""
    heads = party.heads
    if not bookable_dates(board, stay) or board.covers(board.index(stay.arrival), board.index(stay.departure)) >= heads:
        return None
    seated = replace(board, stock=replace(board.stock, covers=[heads] * board.nights))
    if cheapest_rooms(seated, stay, party, rooms) is None:
        return None
    return next(night for night in stay if board.stock.covers[board.index(night)] < heads)


def _cheapest_in(
    board: Board, plan: Plan, room_types: Sequence[RoomType], stay: Stay, party: Party, rooms: int | None
) -> Spread:
    arrival, departure = board.index(stay.arrival), board.index(stay.departure)
    by_id = {own.id: own for own in room_types}
    kinds = [Kind(own.id, capacity_of(own), board.left(own.id, arrival, departure)) for own in room_types]
    found = cheapest_set(
        kinds,
        party,
        rooms,
        band=board.prices_of.party.band,
        price=lambda kind, there: stay_total(board, by_id[kind], plan, stay, there),
    )
    return tuple((by_id[kind], there) for kind, there in found or ())


def _total(board: Board, plan: Plan, stay: Stay, spread: Spread) -> int:
    return sum(stay_total(board, own, plan, stay, there) for own, there in spread)


def _with_needs(house: House, party: Party) -> list[RoomType]:
    """Every room of a set has what the party needs, so that nobody has to say who needs it."""
    return [own for own in house.room_types if capacity_of(own).meets(party.needs)]


def _kinds(room_types: Sequence[RoomType]) -> list[Kind]:
    """All rooms of these types, as if nobody else had booked."""
    return [Kind(own.id, capacity_of(own), len(own.rooms)) for own in room_types]
