"""What the sentences about a guest's history call houses, rooms and extras."""

from __future__ import annotations

from app.catalogue.queries import Catalogue, catalogue
from app.offers.history.rules.spelling import Names

_kept: dict[str, tuple[Catalogue, Names, dict[int, str]]] = {}


def names() -> Names:
    """The names of all houses, room types and extras on sale, made once for each catalogue."""
    return _made()[1]


def kinds() -> dict[int, str]:
    """The kind of every room type on sale."""
    return _made()[2]


def _made() -> tuple[Catalogue, Names, dict[int, str]]:
    now, kept = catalogue(), _kept.get("newest")
    if kept is None or kept[0] is not now:
        kept = _kept["newest"] = (
            now,
            Names(
                {house.id: house.name for house in now.houses},
                {room.id: room.name for house in now.houses for room in house.room_types},
                {extra.id: extra.name for house in now.houses for extra in house.extras},
                {room.id: house.id for house in now.houses for room in house.room_types},
            ),
            {room.id: room.kind for house in now.houses for room in house.room_types},
        )
    return kept
