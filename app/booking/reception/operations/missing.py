"""Saying that nobody came."""

from __future__ import annotations

from app.booking.operations.arriving import mark_no_show
from app.booking.operations.changing import locked_booking
from app.booking.reception.errors import MayStillCome
from app.booking.reception.operations.receiving import require_as_seen
from app.booking.reception.rules import no_show_from
from app.catalogue.closed import house_of
from app.kernel import clock
from app.store import transaction


def say_no_show(booking_id: int, *, as_seen: str, by: int) -> None:
    """Nobody came, as `mark_no_show` has it, confirmed by somebody of the house.

    Raises `MayStillCome` before the hour at which that may be said, `WrongState` unless the booking is confirmed, and
    `Stale`.
    """

    def work() -> None:
        row = locked_booking(booking_id)
        require_as_seen(booking_id, as_seen)
        zone = house_of(row.location_id).timezone
        may_from = no_show_from(row.arrival_on, zone)
        if clock.now() < may_from:
            raise MayStillCome(may_from, zone)
        mark_no_show(booking_id, by=by)

    transaction(work)
