"""What other rooms cost on some nights of a stay that was sold already."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from app.booking.amendment.pricing import Repricing
from app.booking.amendment.promoted import GivenBefore
from app.booking.errors import CannotBeSold
from app.booking.queries import PlacedBooking, PlacedStay
from app.catalogue.queries import catalogue
from app.pricing.rules import Line, levy_lines, room_prices


def moved_lines(
    booking: PlacedBooking, stay: PlacedStay, nights: Collection[date], room_type_id: int
) -> tuple[Line, ...] | None:
    """The lines of the booking with these nights of the stay at today's price of that room type, on the same rate plan.

    All other nights, suppers and extras keep their price, and promotions their terms. None where the room type has no
    price on one of the nights.
    """
    pricing = Repricing(catalogue().by_id[booking.basket.location_id])
    own = [line for line in booking.quote.lines if line.part == stay.part]
    try:
        fresh = pricing.lines_on(stay.part, replace(stay.chosen, room_type_id=room_type_id), nights, own)
    except CannotBeSold:
        return None
    kept = [line for line in own if line.night not in nights and line.kind != "levy"]
    lines = [*kept, *fresh]
    lines += levy_lines(pricing.listed.levies, room_prices(lines), stay.chosen.party.adults, stay.part)
    whole = [line for line in booking.quote.lines if line.part != stay.part] + lines
    given = GivenBefore(booking)
    stays = [(one.part, one.chosen) for one in booking.live]
    return tuple(_in_order(given.applied(pricing, stays, whole, given.promotions)))


def _in_order(lines: Sequence[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.part, line.night is None, line.night or date.min))
