"""Rooms in the morning, and doors for those who come."""

from __future__ import annotations

from app.booking.housekeeping import soil_slept_in
from app.booking.rooms.operations import pack_coming
from app.care.operations import ask_for_doors
from app.catalogue.queries import catalogue
from app.kernel import clock


def soil_rooms() -> int:
    """From six in the morning of each house the rooms that were slept in are dirty; answers how many became so now."""
    return soil_slept_in(clock.now())


def give_rooms() -> int:
    """Whoever comes in the next month, tonight's newest bookings first of all, has a door where that can be; those who
    come within a week and have none are their house's task."""
    return pack_coming() + sum(ask_for_doors(house) for house in catalogue().houses)
