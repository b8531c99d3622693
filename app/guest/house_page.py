"""What a house's own page shows beside its card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.availability.search import HouseFit
from app.catalogue.queries import House, Produce, catalogue
from app.guest.cards import HouseCard
from app.guest.refusals import waitlist_url
from app.guest.results import RoomResult, room_result
from app.kernel.stay import Stay
from app.kernel.words import counted, money, span
from app.web.reasons import house_reasons, reason_words
from app.web.search import Search


@dataclass(frozen=True, slots=True)
class HousePage:
    """The box beside the story: the dates, the cheapest total for them or why there is none, and the form to wait."""

    stay_words: str
    total_words: str
    rooms_words: str
    stays_url: str
    cheapest_minor: int | None
    cheapest_text: str
    refusal_words: str
    waitlist_url: str


def house_page(fit: HouseFit, card: HouseCard, search: Search, stay: Stay) -> HousePage:
    """The box for these dates."""
    cheapest = fit.cheapest_minor
    nights = counted(stay.nights, "night")
    refusal = "" if cheapest is not None or not fit.reasons else _refused(fit)
    return HousePage(
        stay_words=span(stay.arrival, stay.departure),
        total_words=f"total for {nights}, {search.party_text}{_in_rooms(fit)}, with VAT",
        rooms_words=f"{span(stay.arrival, stay.departure)}, total for {nights}",
        stays_url=search.url("/stays", stay, location=card.slug),
        cheapest_minor=cheapest,
        cheapest_text=money(cheapest, fit.board.house.currency) if cheapest is not None else "",
        refusal_words=refusal,
        waitlist_url=waitlist_url(fit.board, search, stay) if refusal and "full" in fit.reasons else "",
    )


def _in_rooms(fit: HouseFit) -> str:
    return f" in {counted(len(fit.together.rooms), 'room')}" if fit.together else ""


def _refused(fit: HouseFit) -> str:
    reason = house_reasons(fit)[0]
    return f"{reason.title}. {reason.sentence}"


def rooms_of(fit: HouseFit, card: HouseCard, search: Search, stay: Stay) -> list[RoomResult]:
    """Every room type of the house in its order, with its cheapest rate first or the reason why it has none."""
    sold = {room.room_type.id: room for room in fit.rooms}
    refused = {room.room_type.id: room.reasons for room in fit.refused}
    shown = []
    for room_type in fit.board.house.room_types:
        if room_type.id in sold:
            result = room_result(fit.board, card, sold[room_type.id], search, stay)
            rates = tuple(sorted(result.rates, key=lambda rate: rate.total_minor))
            shown.append(RoomResult(result.room_type, result.left, result.low, result.url, rates))
        else:
            own = card.room_types[room_type.id]
            codes = refused[room_type.id]
            reason = reason_words(codes[0], fit.board, stay, search.party, room_type)
            line = waitlist_url(fit.board, search, stay, room_type) if codes[0] == "full" else ""
            shown.append(RoomResult(own, 0, False, search.url(own.path, stay), (), reason, line))
    return shown


def dining_of(house: House) -> dict[str, Any] | None:
    """The restaurant in words: name, paragraphs, aside, hours as (what, when); None when the house has none."""
    words = house.words
    if "dining_name" not in words:
        return None
    hours = [line.partition(": ")[::2] for line in words.get("dining_hours", "").splitlines()]
    return {
        "name": words["dining_name"],
        "words": [paragraph for paragraph in words.get("dining_body", "").split("\n\n") if paragraph],
        "aside": words.get("dining_aside", ""),
        "hours": hours,
    }


def produce_of(house: House | None) -> list[Produce]:
    """The almanac's rows: the group's, and the house's own."""
    return [row for row in catalogue().produce if row.location_id is None or (house and row.location_id == house.id)]


def ways_to(house: House) -> list[tuple[str, str, str]]:
    """How to get there, as rows of (icon, term, words)."""
    rows = [
        ("map-pin", "Address", house.address),
        ("train-front", "By train", house.words.get("by_train", house.station)),
        ("car-front", "By car", house.words.get("by_car", "")),
        ("phone", "Lost", house.telephone),
    ]
    return [row for row in rows if row[2]]
