"""What other rooms cost on some nights of a stay that was sold already."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from app.booking.amendment.pricing import Repricing
from app.booking.errors import CannotBeSold
from app.booking.queries import PlacedBooking, PlacedStay
from app.catalogue.queries import catalogue
from app.pricing.rules import Line, levy_lines


def moved_lines(
    booking: PlacedBooking, stay: PlacedStay, nights: Collection[date], room_type_id: int
) -> tuple[Line, ...] | None:
    """The lines of the booking with these nights of the stay at today's price of that room type, on the same rate plan.

    All other nights, suppers and extras keep their price. None where the room type has no price on one of the nights.
    """
    pricing = Repricing(catalogue().by_id[booking.basket.location_id])
    own = [line for line in booking.quote.lines if line.part == stay.part]
    try:
        fresh = pricing.lines_on(stay.part, replace(stay.chosen, room_type_id=room_type_id), nights, own)
    except CannotBeSold:
        return None
    kept = [line for line in own if line.night not in nights and line.kind != "levy"]
    lines = [*kept, *fresh]
    rooms = [(line.night, line.gross_minor) for line in lines if line.kind == "room" and line.night]
    lines += levy_lines(pricing.listed.levies, rooms, stay.chosen.party.adults, stay.part)
    return tuple(_in_order([line for line in booking.quote.lines if line.part != stay.part] + lines))


def _in_order(lines: Sequence[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.part, line.night is None, line.night or date.min))
