"""Saying that nobody came."""

from __future__ import annotations

from app.booking.errors import WrongState
from app.booking.operations.arriving import mark_no_show
from app.booking.operations.changing import locked_booking
from app.booking.operations.missing import mark_stay_no_show
from app.booking.reception.errors import MayStillCome
from app.booking.reception.operations.receiving import require_as_seen
from app.booking.reception.queries import COMING
from app.booking.reception.rules import no_show_from
from app.catalogue.closed import house_of
from app.kernel import clock
from app.store import transaction


def say_no_show(booking_id: int, *, as_seen: str, by: int, part: int | None = None) -> None:
    """Nobody came, as `mark_no_show` has it, confirmed by somebody of the house; with `part` to that room of several.

    Raises `MayStillCome` before the hour at which that may be said, `WrongState` unless the booking is confirmed (or
    the room to come), and `Stale`.
    """

    def work() -> None:
        row = locked_booking(booking_id)
        standing = require_as_seen(booking_id, as_seen)
        zone = house_of(row.location_id).timezone
        coming = {own.part: own.placed.chosen.stay.arrival for own in standing.at(COMING)}
        if part is not None and part not in coming:
            raise WrongState(row.state)
        may_from = no_show_from(row.arrival_on if part is None else coming[part], zone)
        if clock.now() < may_from:
            raise MayStillCome(may_from, zone)
        if part is None:
            mark_no_show(booking_id, by=by)
        else:
            mark_stay_no_show(booking_id, part, by=by)

    transaction(work)
