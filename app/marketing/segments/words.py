"""Conditions in words, with the names of the houses."""

from __future__ import annotations

from app.catalogue.queries import catalogue
from app.offers.segments import Conditions, whole


def in_words(conditions: Conditions) -> str:
    """`Guests with at least one stay, who left within a year`."""
    houses = catalogue().houses
    currency = houses[0].currency if houses else "GBP"
    return whole(conditions, {house.id: house.name for house in houses}, currency)
