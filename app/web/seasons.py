"""A house in the season of a day."""

from __future__ import annotations

from app.catalogue.queries import House
from app.kernel.seasons import season_of

__all__ = ["place_alt", "place_picture", "season_of"]


def place_picture(house: House, season: str) -> str:
    """The name of the picture that shows the house in a season."""
    return house.pictures[season][0] if season in house.pictures else f"place-{house.palette}-{season}"


def place_alt(house: House, season: str) -> str:
    """What that picture shows, in words."""
    return house.pictures[season][1] if season in house.pictures else f"{house.name}, {house.place}, in {season}"
