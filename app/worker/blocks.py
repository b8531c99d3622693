"""Blocks whose cut-off day is over."""

from __future__ import annotations

from app.booking.blocks import release_due
from app.catalogue.queries import catalogue
from app.kernel import clock


def release_blocks() -> int:
    """What groups have not picked up by the end of their cut-off day is on sale again; how many blocks it were."""
    return release_due({house.id: clock.today(house.timezone) for house in catalogue().houses})
