"""Booking for somebody else, in one step: an agent's guest, somebody at the door, one of a group."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.booking.errors import CannotBeSold, ReferenceTaken
from app.booking.models import Booking
from app.booking.operations.checkouts import keep_details, start_for
from app.booking.operations.placing import place_booking
from app.booking.operations.records import Placed
from app.booking.rules import Basket, Deal, Details
from app.inventory import SoldOut
from app.store import db, transaction

_booking = Booking.__table__


def book_for(basket: Basket, details: Details, *, source: str, deal: Deal, seen_minor: int | None = None) -> Placed:
    """A confirmed booking of this source, with its claims, guest, folio, journal and mail, or nothing at all.

    The same outside reference of a source again, also by two at once, answers the same booking with `new` False; so it
    is to be the outermost transaction. Raises `CannotBeSold`, `SoldOut`, `PriceChanged` when the total is not
    `seen_minor`, `NotPaid` when a rate wants money at once and `deal` has no way to take it, and `ReferenceTaken`.
    """

    def work() -> Placed:
        started = start_for(basket, source, by=deal.by)
        keep_details(started.checkout_id, details.as_json())
        return place_booking(started.checkout_id, seen_minor, deal=deal)

    return _once(source, basket.location_id, deal, work)


def place_for_agent(checkout_id: int, location_id: int, seen_minor: int, deal: Deal) -> Placed:
    """As `place_booking`, of a hold that turns out to be an agent's. Another's booking of the same reference leaves the
    hold as it is. Raises as `book_for`."""
    return _once("agent", location_id, deal, lambda: place_booking(checkout_id, seen_minor, deal=deal))


def _once(source: str, location_id: int, deal: Deal, work: Callable[[], Placed]) -> Placed:
    def first() -> Placed:
        return _known(source, location_id, deal) or work()

    try:
        return transaction(first)
    except (IntegrityError, SoldOut, CannotBeSold):
        known = transaction(lambda: _known(source, location_id, deal))
        if known is None:
            raise
        return known


def _known(source: str, location_id: int, deal: Deal) -> Placed | None:
    """The booking that carries this reference already. Raises `ReferenceTaken` when it is somebody else's."""
    if deal.outside_reference is None:
        return None
    row = db.session.execute(
        select(_booking).where(_booking.c.source == source, _booking.c.outside_reference == deal.outside_reference)
    ).one_or_none()
    if row is None:
        return None
    if row.location_id != location_id or row.channel != deal.channel:
        raise ReferenceTaken(deal.outside_reference)
    return Placed(row.id, row.reference, row.version, new=False)
