"""The stays of a checkout or a booking in words, as every page and mail about them says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from app.booking.queries import PlacedBooking
from app.booking.rules import ChosenStay
from app.catalogue.closed import house_of, room_type_of
from app.catalogue.queries import House, RoomType
from app.kernel.party import together
from app.kernel.stay import Stay
from app.kernel.words import counted, hour, listed, short_day, span, tallied
from app.pricing.queries import price_list
from app.pricing.rules import Plan
from app.web.filters import sitting
from app.web.search import Search
from app.web.seasons import place_picture, season_of


@dataclass(frozen=True, slots=True)
class HouseView:
    """What the pages about one stay say of its house."""

    slug: str
    name: str
    place: str
    telephone: str
    check_in: str
    check_out: str
    picture: str


@dataclass(frozen=True, slots=True)
class RoomView:
    """One of the rooms: what it is, how it is sold, who sleeps in it, and its dates where they are its own."""

    room_type: RoomType
    plan: Plan
    party_text: str
    dates_text: str


@dataclass(frozen=True, slots=True)
class StayView:
    """All that was chosen: where, when, who, how it is sold, and the addresses that lead back to looking.

    `room_type` and `plan` are the first room's, `name` and `plan_name` tell of all rooms.
    """

    house: HouseView
    room_type: RoomType
    plan: Plan
    name: str
    plan_name: str
    rooms: tuple[RoomView, ...]
    arrival_text: str
    departure_text: str
    party_text: str
    suppers: tuple[str, ...]
    stays_url: str
    room_url: str


def house_view(house: House, day: date) -> HouseView:
    return HouseView(
        house.slug,
        house.name,
        house.place,
        house.telephone,
        f"from {hour(house.check_in_time)}",
        f"until {hour(house.check_out_time)}",
        place_picture(house, season_of(day)),
    )


def leaving_hour(booking: PlacedBooking, house: House) -> time:
    """Until when they may keep their rooms on the last day: the house's hour, or a later one that they were given."""
    return booking.leaves_by or house.check_out_time


def stay_view(location_id: int, *stays: ChosenStay) -> StayView:
    """The stays of one house in words. Also of a house or room type that has been closed since."""
    house = house_of(location_id)
    plans = price_list(location_id).by_id
    arrival, departure = min(own.stay.arrival for own in stays), max(own.stay.departure for own in stays)
    apart = any(own.stay != Stay(arrival, departure) for own in stays)
    rooms = tuple(
        RoomView(
            room_type_of(own.room_type_id),
            plans[own.rate_plan_id],
            _with_dogs(Search(party=own.party).party_text, own.assistance_dogs),
            span(own.stay.arrival, own.stay.departure) if apart else "",
        )
        for own in stays
    )
    asked = Search(
        stay=Stay(arrival, departure),
        party=together(own.party for own in stays),
        rooms=len(stays) if len(stays) > 1 else None,
    )
    first = rooms[0]
    return StayView(
        house=house_view(house, arrival),
        room_type=first.room_type,
        plan=first.plan,
        name=tallied([room.room_type.name for room in rooms]),
        plan_name=listed(list(dict.fromkeys(room.plan.name for room in rooms))),
        rooms=rooms,
        arrival_text=short_day(arrival),
        departure_text=short_day(departure),
        party_text=_with_dogs(asked.party_text, sum(own.assistance_dogs for own in stays)),
        suppers=tuple(supper_words(house, stays)),
        stays_url=asked.url(),
        room_url=asked.url(f"/houses/{house.slug}/rooms/{first.room_type.slug}"),
    )


def _with_dogs(party_text: str, assistance_dogs: int) -> str:
    """Assistance dogs are said apart: they may be among the dogs of the party, or come beside them."""
    return f"{party_text}, {counted(assistance_dogs, 'assistance dog')}" if assistance_dogs else party_text


def supper_words(house: House, stays: Sequence[ChosenStay]) -> list[str]:
    """Each night's hour once, also where several rooms sit down to it."""
    hours = {own.id: own.begins for own in house.sittings}
    taken = sorted({supper for own in stays for supper in own.suppers if supper[1] in hours})
    return [f"Supper {short_day(night)}, {sitting(hours[sitting_id])}" for night, sitting_id in taken]


def extras_words(house: House, stays: Sequence[ChosenStay]) -> list[str]:
    """What was added, once each: things of one room are counted together, those for everybody are in every room."""
    words = []
    for extra in house.extras:
        counts = [count for own in stays for extra_id, count in own.extras if extra_id == extra.id]
        count = sum(counts) if extra.of_a_room else max(counts, default=0)
        words += [f"{extra.name} × {count}" if count > 1 else extra.name] if count else []
    return words
