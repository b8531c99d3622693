"""Guests who come, leave, or do not come.

In the journal: `checked_in`, `checked_out` and `no_show`, the last with `kept_minor`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update

from app.booking.cancellation import live_stays, purse_of
from app.booking.documents import issue_invoices
from app.booking.errors import NoSuchBooking, WrongState
from app.booking.models import Booking
from app.booking.operations.changing import locked_booking
from app.booking.operations.charges import Kept, keep, room_vat_bp, take_back_parts
from app.booking.waitlist.serving import serving_line
from app.inventory import operations as inventory
from app.journal import record
from app.kernel import clock
from app.pricing.queries import quote_lines
from app.store import db, transaction, write
from app.store.version import raise_versions, stock_of

_booking = Booking.__table__
_INSTANT_OF = {"no_show": "no_show_at", "in_house": "checked_in_at", "departed": "checked_out_at"}
_MOVES = {
    state: update(_booking)
    .where(_booking.c.id == bindparam("booking"), _booking.c.state == bindparam("was"))
    .values({"state": state, instant: bindparam("at", type_=_booking.c[instant].type)})
    .returning(_booking.c.id, _booking.c.location_id, _booking.c.quote_id, _booking.c.currency)
    for state, instant in _INSTANT_OF.items()
}
"""One conditional statement a step: of two who take it at once, the second finds no row."""

NO_SHOW = "Kept, since nobody came"


def mark_no_show(booking_id: int, *, at: datetime | None = None, actor: str = "staff") -> None:
    """The guests did not come: the first night of each stay stays theirs, the later ones are on sale again.

    It costs what was paid: that is kept as a charge, and the rest is reversed. Raises `WrongState` unless the booking
    is confirmed.
    """

    def work() -> None:
        when = at or clock.now()
        locked_booking(booking_id)
        row = _moved(booking_id, "confirmed", "no_show", when)
        stays = live_stays(booking_id)
        inventory.vacate([stay.id for stay in stays])
        with serving_line([("booking", booking_id)]):
            for stay in stays:
                inventory.release_from("booking", booking_id, stay.arrival_on + timedelta(days=1), stay.part)
        kept = max(0, purse_of(booking_id).at_hand_minor)
        take_back_parts(booking_id, None, row.currency, when)
        if kept:
            vat_bp = room_vat_bp(quote_lines(row.quote_id))
            keep(booking_id, [Kept(0, NO_SHOW, kept, vat_bp)], row.currency, when)
        issue_invoices(booking_id, when)
        _noted("no_show", row, actor, when, kept_minor=kept)
        raise_versions([stock_of(row.location_id)])

    transaction(work)


def check_in(booking_id: int, *, at: datetime | None = None, actor: str = "staff") -> None:
    """The guest is in the house. Raises `WrongState` unless the booking is confirmed."""

    def work() -> None:
        when = at or clock.now()
        row = _moved(booking_id, "confirmed", "in_house", when)
        _noted("checked_in", row, actor, when)

    transaction(work)


def check_out(booking_id: int, *, at: datetime | None = None, actor: str = "staff") -> None:
    """The guest has left. Raises `WrongState` unless they were in the house."""

    def work() -> None:
        when = at or clock.now()
        row = _moved(booking_id, "in_house", "departed", when)
        issue_invoices(booking_id, when)
        _noted("checked_out", row, actor, when)

    transaction(work)


def _moved(booking_id: int, was: str, becomes: str, at: datetime) -> Any:
    row = write(_MOVES[becomes], {"booking": booking_id, "was": was, "at": at}).one_or_none()
    if row is not None:
        return row
    state = db.session.execute(select(_booking.c.state).where(_booking.c.id == booking_id)).scalar_one_or_none()
    if state is None:
        raise NoSuchBooking
    raise WrongState(state)


def _noted(action: str, row: Any, actor: str, at: datetime, **facts: Any) -> None:
    record(action, "booking", row.id, actor=actor, location_id=row.location_id, at=at, **facts)
