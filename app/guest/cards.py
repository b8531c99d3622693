"""What stands on a card: a house or a room type in words and pictures, made once for each catalogue and season."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from app.catalogue.queries import House, RoomType
from app.kernel.words import hour
from app.web.respond import fragment
from app.web.seasons import place_alt, place_picture

safe = lru_cache(maxsize=20_000)(escape)
"""Text as HTML, escaped once and remembered: for what a page repeats by the hundred."""

FACT_NAMES = {
    "size": ("ruler", "Size"),
    "bed": ("bed-double", "Bed"),
    "bathroom": ("bath", "Bathroom"),
    "sleeps": ("users", "Sleeps"),
    "way_in": ("footprints", "Way in"),
    "step_free": ("accessibility", "Step-free"),
    "dogs": ("dog", "Dogs"),
    "noise": ("volume-2", "Noise"),
    "warmth": ("thermometer", "Warmth"),
    "wifi": ("wifi", "Wi-Fi"),
    "light": ("sun", "Light"),
    "smoking": ("cigarette-off", "Smoking"),
}


@dataclass(frozen=True, slots=True)
class RoomTypeCard:
    """A room type as cards show it. `thumb` and `facts` are HTML, `fact_rows` (icon, term, words) of the whole grid."""

    id: int
    slug: str
    name: str
    kind: str
    size_m2: int | None
    bed: str
    summary: str
    picture: str
    picture_alt: str
    thumb: Markup
    facts: Markup
    fact_rows: tuple[tuple[str, str, str], ...]
    words: dict[str, Any]
    path: str


@dataclass(frozen=True, slots=True)
class HouseCard:
    """A house as cards and its own page show it. `words` has title, body (paragraphs) and aside."""

    id: int
    slug: str
    name: str
    place: str
    summary: str
    kitchen_now: str
    station: str
    telephone: str
    email: str
    address: str
    palette: str
    picture: str
    picture_alt: str
    facilities: tuple[tuple[str, str, str], ...]
    words: dict[str, Any]
    check_in: str
    check_out: str
    path: str
    room_types: dict[int, RoomTypeCard] = field(repr=False)


_kept: dict[tuple[int, str], tuple[House, HouseCard]] = {}


def house_card(house: House, season: str) -> HouseCard:
    """The card of a house in a season; the same object as long as the catalogue stays the same."""
    kept = _kept.get((house.id, season))
    if kept is None or kept[0] is not house:
        kept = (house, _house_card(house, season))
        _kept[house.id, season] = kept
    return kept[1]


def _house_card(house: House, season: str) -> HouseCard:
    words = house.words
    return HouseCard(
        id=house.id,
        slug=safe(house.slug),
        name=safe(house.name),
        place=house.place,
        summary=words.get("summary", ""),
        kitchen_now=words.get(f"kitchen_{season}", ""),
        station=house.station,
        telephone=house.telephone,
        email=house.email,
        address=house.address,
        palette=house.palette,
        picture=place_picture(house, season),
        picture_alt=place_alt(house, season),
        facilities=tuple((own.key, own.name, own.detail) for own in house.facilities if own.kind is None),
        words=_paragraphed(words),
        check_in=f"from {hour(house.check_in_time)}",
        check_out=f"until {hour(house.check_out_time)}",
        path=f"/houses/{house.slug}",
        room_types={room_type.id: _room_type_card(house, room_type) for room_type in house.room_types},
    )


def _room_type_card(house: House, room_type: RoomType) -> RoomTypeCard:
    facts = [("ruler", f"{room_type.size_m2} m²")] if room_type.size_m2 else []
    if room_type.bed:
        facts.append(("bed-double", room_type.bed.split(",")[0].split(".")[0]))
    if room_type.bathroom:
        facts.append(("bath" if room_type.bath else "shower-head", room_type.bathroom.split(",")[0]))
    if room_type.step_free:
        facts.append(("accessibility", "Step-free"))
    return RoomTypeCard(
        id=room_type.id,
        slug=safe(room_type.slug),
        name=safe(room_type.name),
        kind=room_type.kind,
        size_m2=room_type.size_m2,
        bed=room_type.bed,
        summary=". ".join(words for _, words in facts[:3]),
        picture=room_type.picture,
        picture_alt=room_type.picture_alt,
        thumb=Markup(fragment("guest/_room_picture.html", picture=room_type.picture)),  # nosec B704
        facts=Markup(fragment("guest/_room_facts.html", facts=facts)),  # nosec B704
        fact_rows=tuple((*FACT_NAMES.get(key, ("info", key.capitalize())), words) for key, words in room_type.facts),
        words=_paragraphed(room_type.words),
        path=f"/houses/{house.slug}/rooms/{room_type.slug}",
    )


def _paragraphed(words: dict[str, str]) -> dict[str, Any]:
    return {
        "title": words.get("title", ""),
        "aside": words.get("aside", ""),
        "body": [paragraph for paragraph in words.get("body", "").split("\n\n") if paragraph],
    }
