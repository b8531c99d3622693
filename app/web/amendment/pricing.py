"""What a change that was asked for comes to, and whether it can be or was made."""

from __future__ import annotations

from flask import request

from app.booking.amendment import AmendmentOffer, price_amendment
from app.booking.errors import CannotBeSold, Stale
from app.booking.queries import PlacedBooking
from app.catalogue.closed import house_of
from app.inventory import SoldOut
from app.kernel import clock
from app.web.amendment.reading import Asked


def may_amend(booking: PlacedBooking) -> bool:
    """True until the day of departure has passed, while the guests are expected or in the house."""
    today = clock.today(house_of(booking.basket.location_id).timezone)
    return booking.state in ("confirmed", "in_house") and booking.basket.departure >= today


def priced(asked: Asked) -> tuple[AmendmentOffer | None, SoldOut | CannotBeSold | None]:
    """The change with its price, or what stands in its way; neither while something that was typed cannot be read."""
    if asked.problems:
        return None, None
    try:
        return price_amendment(asked.booking.id, asked.basket), None
    except (SoldOut, CannotBeSold) as refused:
        return None, refused


def pressed_before(refused: Exception) -> bool:
    """True where an earlier press of the same button may have done it: the form saw a booking that is not so now."""
    return isinstance(refused, Stale) and "seen" in request.form


def is_done(asked: Asked) -> bool:
    """True where the booking is what is asked for; of a room to add, where the newest room is that one."""
    live = [own.chosen for own in asked.booking.live]
    return live[-1] == asked.chosen if asked.adding else asked.stays == tuple(live)
