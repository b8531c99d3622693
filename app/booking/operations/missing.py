"""Nobody came to one room of several.

In the journal: `stay_no_show`, with `parts` and `kept_minor`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from app.booking.cancellation import kept_of, live_stays
from app.booking.documents import issue_invoices
from app.booking.errors import WrongState
from app.booking.models import BookedStay
from app.booking.operations.arriving import NO_SHOW, depart_if_empty, mark_no_show
from app.booking.operations.changing import locked_booking, requote, revise, span_of
from app.booking.operations.charges import Kept, keep, room_vat_bp, take_back_parts
from app.booking.operations.uses import follow_lines
from app.booking.people.operations import forget_absent
from app.booking.waitlist.serving import serving_line
from app.inventory import operations as inventory
from app.journal import record
from app.kernel import clock
from app.pricing.models import Quote
from app.pricing.queries import quote_lines
from app.store import db, transaction, write
from app.store.version import raise_versions, stock_of

_stay = BookedStay.__table__


def mark_stay_no_show(booking_id: int, part: int, *, at: datetime | None = None, by: int | None = None) -> None:
    """Nobody came to that room: it is the booking's no more, and its nights are on sale again.

    It costs what was paid for it: that is kept as a charge, and the rest is reversed. The other rooms stay as they are;
    where all of them have left, the booking has. The last live room is a no-show of the whole booking. Raises
    `WrongState` unless the booking is confirmed or in house and the room is to come; of two at once the second is told.
    """

    def work() -> None:
        when = at or clock.now()
        row = locked_booking(booking_id)
        stays = live_stays(booking_id)
        own = next((stay for stay in stays if stay.part == part), None)
        if row.state not in ("confirmed", "in_house") or own is None or own.checked_in_at is not None:
            raise WrongState("cancelled" if own is None else row.state)
        if len(stays) == 1:
            mark_no_show(booking_id, at=when, by=by)
            return
        _give_up(row, own, [stay for stay in stays if stay.part != part], when, by)

    transaction(work)


def _give_up(row: Any, own: Any, others: list[Any], at: datetime, by: int | None) -> None:
    kept = kept_of(row.id, row.location_id, own.part)
    lines = quote_lines(row.quote_id)
    with serving_line([("booking", row.id)]):
        inventory.release("booking", row.id, {own.part})
    write(update(_stay).where(_stay.c.id == own.id).values(cancelled_at=at, no_show_at=at))
    inventory.vacate([own.id])
    take_back_parts(row.id, {own.part}, row.currency, at)
    until = db.session.execute(select(Quote.free_until_at).where(Quote.id == row.quote_id)).scalar_one()
    arrival, departure = span_of(others)
    left = [line for line in lines if line.part != own.part]
    revise(row, quote_id=requote(row, left, free_until_at=until, at=at), arrival_on=arrival, departure_on=departure)
    if kept:
        keep(row.id, [Kept(own.part, NO_SHOW, kept, room_vat_bp(lines, own.part))], row.currency, at)
    facts: dict[str, Any] = {"parts": [own.part], "kept_minor": kept}
    record("stay_no_show", "booking", row.id, actor="staff", actor_id=by, location_id=row.location_id, at=at, **facts)
    if row.guest_id is not None:
        forget_absent(row.id)
    depart_if_empty(row, at)
    issue_invoices(row.id, at)
    raise_versions([stock_of(row.location_id)])
    follow_lines(row.id, left, at)
