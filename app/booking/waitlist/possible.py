"""What somebody who waits could have: a room, or where they want or need several, the cheapest set of one house."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from app.availability.board import Board, capacity_of
from app.availability.search import bookable_dates, sold
from app.availability.sets.search import Spread, cheapest_rooms, could_take
from app.booking.waitlist.rules import Wish
from app.catalogue.queries import House, RoomType
from app.inventory import Want, for_stay
from app.inventory.queries import resources
from app.kernel.party import Party
from app.kernel.stay import Stay

Key = tuple[int, date]
"""A resource and a night."""

MOST_WISHES = 2_000
"""How many wishes are remembered of a house before it starts over."""

_NOTHING: dict[int, tuple[Board, set[tuple[Wish, date]]]] = {}
"""By house its last board, and the wishes for which that has nothing from a day on: the line is looked at every few
seconds, and a set of rooms for a dozen people is looked for on sixty dates of each house, up to a second in all."""


@dataclass(frozen=True, slots=True)
class Possible:
    """Rooms of one house with who would sleep in each, at the least total of any plan that sells them all."""

    total_minor: int
    stay: Stay
    rooms: Spread

    @property
    def room_types(self) -> tuple[int, ...]:
        return tuple(room_type.id for room_type, _ in self.rooms)

    @property
    def wants(self) -> list[Want]:
        """What has to be held for it: each room type once, as often as it stands there."""
        of_room_type = resources().of_room_type
        return [for_stay(of_room_type[kind], self.stay, count) for kind, count in Counter(self.room_types).items()]

    @property
    def keys(self) -> set[Key]:
        return {(want.resource_id, night) for want in self.wants for night in want}


def could_serve(house: House, party: Party, rooms: int | None, only: Collection[int]) -> list[RoomType]:
    """The room types of a house, of those in `only`, that could serve whoever wants so many rooms; none when none."""
    if together := could_take(house, party, rooms, only):
        return together
    if rooms not in (None, 1):
        return []
    return [kind for kind in house.room_types if kind.id in only and _takes(kind, party)]


def possible(board: Board, wish: Wish, stay: Stay) -> list[Possible]:
    """What the house would sell of a wish for one of its stays: every room that takes the party; the cheapest set
    where there is none, or several are wanted."""
    if not bookable_dates(board, stay):
        return []
    alone = _alone(board, wish, stay) if wish.rooms in (None, 1) else []
    if alone or wish.rooms == 1:
        return alone
    together = cheapest_rooms(board, stay, wish.party, wish.rooms, wish.room_types)
    return [Possible(together.total_minor, stay, together.rooms)] if together else []


def first_possible(board: Board, wish: Wish, first_arrival: date) -> Possible | None:
    """The earliest stay of the wish from `first_arrival` on that the house would sell; None when there is none, which
    is remembered as long as the board is current."""
    read, without = _NOTHING.get(board.house.id, (None, set()))
    if read is board and (wish, first_arrival) in without:
        return None
    found = next((one for stay in wish.stays(first_arrival) for one in possible(board, wish, stay)), None)
    if found is None:
        if read is not board or len(without) >= MOST_WISHES:
            without = set()
            _NOTHING[board.house.id] = (board, without)
        without.add((wish, first_arrival))
    return found


def made_possible(board: Board, wish: Wish, freed: set[Key], first_arrival: date) -> list[Possible]:
    """What the house would sell of a wish now and needs one of the freed nights, the cheapest first."""
    of_room_type = resources().of_room_type
    mine = {of_room_type[kind] for kind in wish.room_types if kind in of_room_type}
    nights = {night for resource_id, night in freed if resource_id in mine}
    stays = [stay for stay in wish.stays(first_arrival) if not nights.isdisjoint(stay)]
    found = [one for stay in stays for one in possible(board, wish, stay) if not freed.isdisjoint(one.keys)]
    return sorted(found, key=lambda one: (one.total_minor, one.stay))


def _alone(board: Board, wish: Wish, stay: Stay) -> list[Possible]:
    fitting = [room_type for room_type in board.room_types_for(wish.party) if room_type.id in wish.room_types]
    found: dict[int, Possible] = {}
    for room_type, _, total in sold(board, fitting, stay, wish.party):
        known = found.get(room_type.id)
        if known is None or total < known.total_minor:
            found[room_type.id] = Possible(total, stay, ((room_type, wish.party),))
    return list(found.values())


def _takes(room_type: RoomType, party: Party) -> bool:
    capacity = capacity_of(room_type)
    return capacity.holds(party) and capacity.meets(party.needs)
