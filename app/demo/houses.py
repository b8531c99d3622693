"""Writes the demo group's catalogue, prices and nights through the operations of their areas.

A house's words are texts of its location: `title`, `summary`, `body` (paragraphs parted by an empty line), `aside`,
`by_train`, `by_car`, `kitchen_winter` to `kitchen_autumn`; its restaurant's are `dining_name`, `dining_body`,
`dining_aside` and `dining_hours` (lines of "Supper: 6.30 to 8.30"). Guests in the house also read `wifi_name`,
`wifi_password`, `hours` (lines like those of the restaurant) and `requests` (what they may ask for, one a line). A room
type has `title`, `body` and `aside`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from app.catalogue import models
from app.catalogue.operations import add, add_all
from app.demo.group import DOCUMENTS, DOCUMENTS_FROM, Group, House, Kind, hour, pence
from app.demo.prices import write_prices
from app.inventory.operations import add_resource

SEASONS = ("winter", "spring", "summer", "autumn")


def write_group(group: Group) -> None:
    """The trader, the legal pages, the almanac and every house are there, without nights yet."""
    trader = group.plain["trader"]
    add(
        models.Trader,
        group_name=group.plain["name"],
        name=trader["name"],
        address=", ".join(trader["address"]),
        telephone=trader["telephone"],
        email=trader["mail"],
        company_number=trader["company_number"],
        vat_number=trader["vat_number"],
        demo=True,
    )
    pages = [_page(slug, title, group.documents[slug]) for slug, title in DOCUMENTS.items()]
    add_all(models.Document, pages)
    crops = enumerate(group.plain["almanac"].items())
    add_all(models.Produce, [_crop(position, name, crop) for position, (name, crop) in crops])
    for position, house in enumerate(group.houses):
        _write_house(house, position, group)


def _page(slug: str, title: str, text: str) -> dict[str, Any]:
    body = text.split("\n", 1)[1].strip()
    return {
        "slug": slug,
        "version": 1,
        "title": title,
        "body": body,
        "holds_from_on": DOCUMENTS_FROM,
        "language": "en",
    }


def _crop(position: int, name: str, crop: dict[str, Any]) -> dict[str, Any]:
    months = "".join("1" if month in crop["months"] else "0" for month in range(1, 13))
    return {"location_id": None, "name": name, "ink": crop["ink"], "months": months, "position": position}


def _write_house(house: House, position: int, group: Group) -> None:
    plain = house.plain
    location_id = add(
        models.Location,
        slug=house.slug,
        name=house.name,
        place=plain["region"],
        address=", ".join(plain["address"]),
        station=plain["station"],
        telephone=plain["telephone"],
        email=plain["mail"],
        timezone=group.plain["time_zone"],
        currency=group.plain["currency"],
        position=position,
        palette=house.palette,
        latitude_e6=int(Decimal(plain["latitude"]) * 1_000_000),
        longitude_e6=int(Decimal(plain["longitude"]) * 1_000_000),
        check_in_time=hour(plain["check_in"]),
        check_out_time=hour(plain["check_out"]),
    )
    _write_words("location", location_id, _house_words(house))
    add_all(
        models.Facility,
        [_facility(location_id, place, words) for place, words in enumerate(plain["facilities"])],
    )
    add_all(models.Facility, [_place(location_id, 20 + number, row) for number, row in enumerate(plain["places"])])
    for place, kind in enumerate(house.kinds):
        _write_kind(location_id, place, kind)
    for sitting in house.sittings:
        sitting_id = add(models.Sitting, location_id=location_id, begins=sitting.begins, covers=sitting.covers)
        add_resource(location_id, sitting_id=sitting_id)
    for place, extra in enumerate(group.plain["extras"]):
        _write_extra(location_id, place, house, extra)
    write_prices(location_id, house, group)


def _house_words(house: House) -> dict[str, str]:
    plain, dining, in_house = house.plain, house.plain["dining"], house.plain["in_house"]
    return {
        "title": plain["title"],
        "summary": plain["lead"],
        "body": "\n\n".join(plain["words"]),
        "aside": plain["aside"],
        "by_train": plain["by_train"],
        "by_car": plain["by_car"],
        "dining_name": dining["name"],
        "dining_body": dining["words"],
        "dining_aside": dining["aside"],
        "dining_hours": _hours(dining["hours"]),
        "wifi_name": in_house["wifi_name"],
        "wifi_password": in_house["wifi_password"],
        "hours": _hours(in_house["hours"]),
        "requests": "\n".join(in_house["requests"]),
        **{f"kitchen_{season}": plain["kitchen"][season] for season in SEASONS},
    }


def _hours(rows: list[list[str]]) -> str:
    return "\n".join(f"{name}: {words}" for name, words in rows)


def _write_words(subject: str, subject_id: int, words: dict[str, str]) -> None:
    add_all(
        models.Text,
        [
            {"subject": subject, "subject_id": subject_id, "field": field, "language": "en", "words": text}
            for field, text in words.items()
        ],
    )


def _facility(location_id: int, position: int, words: str) -> dict[str, Any]:
    key = "-".join("".join(c for c in word if c.isalnum()) for word in words.lower().split()[:3])
    return {"location_id": location_id, "key": key[:30], "name": words, "detail": "", "position": position}


def _place(location_id: int, position: int, row: dict[str, str]) -> dict[str, Any]:
    """Something of the house that may be well or not."""
    return {"location_id": location_id, "key": row["kind"], "position": position, **row}


def _write_kind(location_id: int, position: int, kind: Kind) -> None:
    room_type_id = add(
        models.RoomType,
        location_id=location_id,
        slug=kind.slug,
        name=kind.name,
        kind=kind.kind,
        position=position,
        size_m2=kind.size_m2,
        bed=kind.bed,
        bathroom=kind.bathroom,
        bath=kind.bath,
        king_bed=kind.king_bed,
        step_free=kind.step_free,
        adults_max=kind.adults,
        heads_max=kind.heads,
        cots_max=kind.cots,
        dogs_max=kind.dogs,
        picture=kind.picture,
        picture_alt=kind.alt,
    )
    rooms = enumerate(kind.rooms)
    add_all(
        models.Room,
        [
            {
                "room_type_id": room_type_id,
                "name": name,
                "position": place,
                "floor": 0,
                "step_free": kind.step_free,
            }
            for place, name in rooms
        ],
    )
    facts = enumerate(kind.facts.items())
    add_all(
        models.Fact,
        [
            {"room_type_id": room_type_id, "key": key, "position": place, "words": words}
            for place, (key, words) in facts
        ],
    )
    _write_words("room_type", room_type_id, {"title": kind.title, "body": kind.words, "aside": kind.aside})
    add_resource(location_id, room_type_id=room_type_id)


def _write_extra(location_id: int, position: int, house: House, extra: dict[str, Any]) -> None:
    stock = extra.get("stock")
    extra_id = add(
        models.Extra,
        location_id=location_id,
        slug=extra["slug"],
        name=extra["name"],
        detail=extra["words"],
        basis=extra["basis"],
        price_minor=pence(extra["price"]),
        stock=stock[house.slug] if isinstance(stock, dict) else stock,
        most=extra.get("most", 1),
        position=position,
    )
    if stock:
        add_resource(location_id, extra_id=extra_id)
