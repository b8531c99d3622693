"""A stay in words, as the checkout and the booking page say it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.booking.rules import ChosenStay
from app.catalogue.closed import house_of, room_type_of
from app.catalogue.queries import House, RoomType
from app.kernel.words import hour, short_day
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
class StayView:
    """One chosen stay: where, when, who, how it is sold, and the addresses that lead back to looking."""

    house: HouseView
    room_type: RoomType
    plan: Plan
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


def stay_view(location_id: int, chosen: ChosenStay) -> StayView:
    """The stay in words. Also of a house or room type that has been closed since."""
    house = house_of(location_id)
    room_type = room_type_of(chosen.room_type_id)
    asked = Search(stay=chosen.stay, party=chosen.party)
    hours = {own.id: own.begins for own in house.sittings}
    return StayView(
        house=house_view(house, chosen.stay.arrival),
        room_type=room_type,
        plan=price_list(location_id).by_id[chosen.rate_plan_id],
        arrival_text=short_day(chosen.stay.arrival),
        departure_text=short_day(chosen.stay.departure),
        party_text=asked.party_text,
        suppers=tuple(
            f"Supper {short_day(night)}, {sitting(hours[sitting_id])}"
            for night, sitting_id in chosen.suppers
            if sitting_id in hours
        ),
        stays_url=asked.url(),
        room_url=asked.url(f"/houses/{house.slug}/rooms/{room_type.slug}"),
    )
