"""Addresses of the catalogue's pages."""

from __future__ import annotations

from app.catalogue.queries import House


def house_path(house: House, *rest: object) -> str:
    """`/staff/combe-harrow/house`, and what lies below it."""
    return "/".join((f"/staff/{house.slug}/house", *map(str, rest)))
