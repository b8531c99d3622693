"""What a notice of which nobody has heard could promise: looked for as it will be then, and nothing is claimed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from app.booking.models import Booking
from app.booking.queries import booking_of
from app.booking.rules import Basket
from app.care.choices.finding import Shelf, candidates, kinds_of, open_until
from app.care.choices.rules import DATES, HOUSE
from app.care.notices.rules import Wish
from app.kernel import clock
from app.store import db

MOST = 40
"""Bookings that are looked at: enough for a house of forty rooms, and a page that comes at once."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Of the first `looked_at` of so many `bookings`, how many could be held another house and other dates; None where
    that is not offered. `found` is what it would be, by booking and way out."""

    bookings: int
    looked_at: int
    houses: int | None
    dates: int | None
    found: Mapping[int, Mapping[str, Basket]] = field(default_factory=dict)


def foresee(wish: Wish, booking_ids: Sequence[int], most: int = MOST) -> Foreseen | None:
    """What could be promised at this moment to the first of these bookings, in their order, each after those before it
    have theirs; None where nothing is offered that must be held. Claims decide when it is sent. Some statements for
    each booking that is looked at."""
    kinds = kinds_of(wish)
    if not kinds or wish.choose_until_at is None:
        return None
    looked_at = list(booking_ids)[:most]
    shelf = Shelf(wish.location_id)
    found: dict[int, dict[str, Basket]] = {}
    for booking_id in _of_no_group(looked_at):
        found[booking_id] = _ways(wish, booking_id, kinds, shelf)

    def count(kind: str) -> int | None:
        return sum(kind in own for own in found.values()) if kind in kinds else None

    return Foreseen(len(booking_ids), len(looked_at), count(HOUSE), count(DATES), found)


def _of_no_group(booking_ids: Sequence[int]) -> list[int]:
    """A group stays together: its guests are not moved."""
    own = select(Booking.id).where(Booking.id.in_(booking_ids), Booking.block_id.is_(None)).order_by(Booking.id)
    return list(db.session.scalars(own))


def _ways(wish: Wish, booking_id: int, kinds: Sequence[str], shelf: Shelf) -> dict[str, Basket]:
    booking = booking_of(booking_id)
    if booking is None or booking.state != "confirmed" or open_until(wish, booking) <= clock.now():
        return {}
    found: dict[str, Basket] = {}
    for kind in kinds:
        basket = next(candidates(kind, wish, booking, shelf), None)
        if basket is not None:
            shelf.took(basket)
            found[kind] = basket
    return found
