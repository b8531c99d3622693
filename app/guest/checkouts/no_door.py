"""Each night has a room left, and no one room is free for all of them: what is said, and what can be held instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.availability.alternatives import Alternative, Filters, cheapest
from app.availability.board import Board
from app.booking.rooms.free_doors import FreeDoors
from app.booking.rooms.rules import STEP_FREE
from app.booking.rules import Basket
from app.catalogue.closed import room_type_of
from app.catalogue.queries import RoomType
from app.kernel import clock
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.promotions.rules import Promotion
from app.web.search import Search


@dataclass(frozen=True, slots=True)
class Gone:
    """Why nothing is held: a title, the code of the reason, and a sentence."""

    title: str
    code: str
    sentence: str


def no_door(basket: Basket) -> Gone:
    """Said of the rooms that were chosen."""
    names = {room_type_of(chosen.room_type_id).name for chosen in basket.stays}
    what = names.pop() if len(basket.stays) == 1 else "room that you chose"
    if any(STEP_FREE in chosen.party.needs for chosen in basket.stays):
        lacking = "none with a step-free way in is free for all of them"
    else:
        lacking = "never the same one: rooms in between are promised to somebody, or closed"
    title = "No one room is free for all of these nights"
    return Gone(title, "full", f"Each night has a {what} left, but {lacking}. Nothing is held.")


def behind_doors(party: Party) -> Filters:
    """Passes what can really be held for the party now."""
    doors, step_free = FreeDoors(clock.now()), STEP_FREE in party.needs

    def have(rooms: Sequence[RoomType], stay: Stay) -> bool:
        return doors.have([own.id for own in rooms], stay, step_free=step_free)

    return Filters(lambda _: True, doors=have)


def rooms_here(
    own: Board, basket: Basket, asked: Search, promotions: Sequence[Promotion], filters: Filters
) -> list[Alternative]:
    """Rooms of the house for the same nights: the very room first, where another rate of it can be had, then the
    cheapest. None where several were chosen."""
    if len(basket.stays) > 1:
        return []
    stay = Stay(basket.arrival, basket.departure)
    kinds = own.room_types_for(asked.party)
    found = (cheapest(own, [one], stay, asked.party, promotions, filters) for one in kinds)
    same = basket.stays[0].room_type_id
    return sorted(filter(None, found), key=lambda one: (one.room_type.id != same, one.total_minor))
