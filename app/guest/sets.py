"""A set of rooms as one card: its rooms as rows, and the rates that can be had for all of them."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import escape

from app.availability.search import SetFit
from app.catalogue.queries import House
from app.guest.cards import HouseCard, RoomTypeCard, safe
from app.guest.rates import LOW, RateResult, rate_result
from app.kernel.stay import Stay
from app.kernel.words import counted
from app.web.rate_choice import written_choice
from app.web.search import Search


@dataclass(frozen=True, slots=True)
class SetRoomResult:
    """One of the rooms: who would sleep in it, and how many of its type are left."""

    room_type: RoomTypeCard
    party_text: str
    left: int
    low: bool
    url: str


@dataclass(frozen=True, slots=True)
class SetResult:
    """Rooms that take the whole party, sold together; every word is escaped for HTML."""

    title: str
    slugs: str
    rooms: tuple[SetRoomResult, ...]
    rates: tuple[RateResult, ...]


def set_result(house: House, card: HouseCard, own: SetFit, search: Search, stay: Stay, *, lead: bool) -> SetResult:
    """The card of a set."""
    rooms = tuple(
        SetRoomResult(
            room_type=(room_type := card.room_types[room.room_type.id]),
            party_text=safe(Search(party=room.party).party_text),
            left=room.left,
            low=room.left <= LOW,
            url=escape(search.url(room_type.path, stay)),
        )
        for room in own.rooms
    )
    chosen = [(room.room_type.id, room.party) for room in own.rooms]
    return SetResult(
        title=counted(len(rooms), "room").capitalize(),
        slugs=" ".join(dict.fromkeys(room.room_type.slug for room in rooms)),
        rooms=rooms,
        rates=tuple(
            rate_result(rate, written_choice(chosen, rate.plan.id), house.currency, stay, lead=lead and first)
            for first, rate in ((rate is own.rates[0], rate) for rate in own.rates)
        ),
    )
