"""The rooms of a booking as the desk sees them: what was bought, which door, who sleeps there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.booking.queries import PlacedBooking, PlacedStay
from app.catalogue.closed import room_type_of
from app.catalogue.queries import House
from app.kernel.words import counted, span
from app.pricing.queries import price_list
from app.web.filters import sitting
from app.web.search import Search
from app.web.stay_words import extras_words

NEEDS = {"step-free": "step-free", "bath": "a bath"}


@dataclass(frozen=True, slots=True)
class RoomRow:
    """One stay of the booking; `gone` says how it was given up, empty where it was not."""

    stay_id: int
    room_type: str
    plan: str
    doors: str
    dates: str
    nights: str
    party: str
    suppers: str
    extras: str
    needs: str
    gone: str


def room_rows(booking: PlacedBooking, house: House, doors: Mapping[int, Mapping[date, int]]) -> list[RoomRow]:
    """Every stay that the booking ever had, those that were cancelled last."""
    names = {room_id: name for each in house.room_types for room_id, name in each.rooms}
    rows = [_row(stay, house, doors.get(stay.id, {}), names) for stay in booking.stays]
    return sorted(rows, key=lambda row: bool(row.gone))


def _row(stay: PlacedStay, house: House, doors: Mapping[date, int], names: Mapping[int, str]) -> RoomRow:
    chosen = stay.chosen
    hours = {each.id: each.begins for each in house.sittings}
    suppers = [
        f"{night.day} {night:%b} {sitting(hours[sitting_id])}"
        for night, sitting_id in chosen.suppers
        if sitting_id in hours
    ]
    plan = price_list(house.id).by_id.get(chosen.rate_plan_id)
    dogs = chosen.assistance_dogs
    party = Search(party=chosen.party).party_text + (f", {counted(dogs, 'assistance dog')}" if dogs else "")
    return RoomRow(
        stay.id,
        room_type_of(chosen.room_type_id).name,
        plan.name if plan else "",
        _doors(doors, names),
        span(chosen.stay.arrival, chosen.stay.departure),
        counted(chosen.stay.nights, "night"),
        party,
        ", ".join(suppers),
        ", ".join(extras_words(house, [chosen])),
        ", ".join(NEEDS.get(need, need) for need in sorted(chosen.party.needs)),
        _gone(stay),
    )


def _gone(stay: PlacedStay) -> str:
    if stay.no_show_at is not None:
        return "nobody came"
    return "cancelled" if stay.cancelled_at is not None else ""


def _doors(doors: Mapping[date, int], names: Mapping[int, str]) -> str:
    """The door, or several in the order of their nights; empty while none is given."""
    given = dict.fromkeys(doors[night] for night in sorted(doors))
    return ", then ".join(names.get(room_id, "a room that is closed") for room_id in given)
