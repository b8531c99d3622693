"""When somebody answers at a house."""

from __future__ import annotations

from app.care.enquiries.rules import Desk
from app.catalogue.queries import House


def desk_of(house: House) -> Desk:
    """The hours of a house's desk; eight to eight where it says nothing."""
    return Desk.of(house.timezone, house.desk_opens_time, house.desk_closes_time)
