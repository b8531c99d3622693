"""A house in the season of a day."""

from __future__ import annotations

from datetime import date

from app.catalogue.queries import House

SEASONS = (
    "winter", "winter", "spring", "spring", "spring", "summer", "summer", "summer", "autumn", "autumn", "autumn",
    "winter",
)  # fmt: skip


def season_of(day: date) -> str:
    """Winter is December to February, and so on round the year."""
    return SEASONS[day.month - 1]


def place_picture(house: House, season: str) -> str:
    """The name of the picture that shows the house in a season."""
    return house.pictures[season][0] if season in house.pictures else f"place-{house.palette}-{season}"


def place_alt(house: House, season: str) -> str:
    """What that picture shows, in words."""
    return house.pictures[season][1] if season in house.pictures else f"{house.name}, {house.place}, in {season}"
