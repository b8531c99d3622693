"""What happens to a booking after it was placed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from app.booking.errors import WrongState
from app.booking.models import BookedStay, Booking, FolioLine
from app.inventory import operations as inventory
from app.journal import record
from app.kernel import clock
from app.kernel.errors import Refused
from app.store import db, transaction, write
from app.store.version import raise_versions, stock_of

_booking = Booking.__table__
_stay = BookedStay.__table__
_folio = FolioLine.__table__
_INSTANT_OF = {
    "cancelled": "cancelled_at",
    "no_show": "no_show_at",
    "in_house": "checked_in_at",
    "departed": "checked_out_at",
}
_MOVES = {
    state: update(_booking)
    .where(_booking.c.id == bindparam("booking"), _booking.c.state == bindparam("was"))
    .values({"state": state, instant: bindparam("at", type_=_booking.c[instant].type)})
    .returning(_booking.c.id, _booking.c.location_id, _booking.c.arrival_on, _booking.c.currency)
    for state, instant in _INSTANT_OF.items()
}
"""One conditional statement a step: of two who take it at once, the second finds no row."""

_CANCEL_STAYS = (
    update(_stay)
    .where(_stay.c.booking_id == bindparam("booking"))
    .values(cancelled_at=bindparam("at", type_=_stay.c.cancelled_at.type))
)
_INSERT_FOLIO = insert(_folio)
_CHARGES = select(_folio.c.id, _folio.c.label, _folio.c.amount_minor, _folio.c.vat_bp, _folio.c.vat_minor).where(
    _folio.c.booking_id == bindparam("booking"), _folio.c.kind == "charge", _folio.c.reverses_id.is_(None)
)


def cancel_booking(booking_id: int, *, at: datetime | None = None, actor: str = "guest") -> None:
    """The booking is cancelled, its nights are on sale again and its charges are reversed line by line.

    What was paid stays on the folio as the guest's credit until it is refunded. Raises `WrongState` unless it is
    confirmed: of two who cancel at once the second is told so.
    """

    def work() -> None:
        when = at or clock.now()
        row = _moved(booking_id, "confirmed", "cancelled", when)
        inventory.release("booking", booking_id)
        write(_CANCEL_STAYS, {"booking": booking_id, "at": when})
        _reverse_charges(row, when)
        _noted("cancelled", row, actor, when)

    transaction(work)


def mark_no_show(booking_id: int, *, at: datetime | None = None, actor: str = "staff") -> None:
    """The guest did not come: the first night stays theirs, the later ones are on sale again; charges stay as they are.

    Raises `WrongState` unless the booking is confirmed.
    """

    def work() -> None:
        when = at or clock.now()
        row = _moved(booking_id, "confirmed", "no_show", when)
        inventory.release_from("booking", booking_id, row.arrival_on + timedelta(days=1))
        _noted("no_show", row, actor, when)

    transaction(work)


def check_in(booking_id: int, *, at: datetime | None = None, actor: str = "staff") -> None:
    """The guest is in the house. Raises `WrongState` unless the booking is confirmed."""

    def work() -> None:
        when = at or clock.now()
        row = _moved(booking_id, "confirmed", "in_house", when)
        _noted("checked_in", row, actor, when, moved_stock=False)

    transaction(work)


def check_out(booking_id: int, *, at: datetime | None = None, actor: str = "staff") -> None:
    """The guest has left. Raises `WrongState` unless they were in the house."""

    def work() -> None:
        when = at or clock.now()
        row = _moved(booking_id, "in_house", "departed", when)
        _noted("checked_out", row, actor, when, moved_stock=False)

    transaction(work)


def _moved(booking_id: int, was: str, becomes: str, at: datetime) -> Any:
    row = write(_MOVES[becomes], {"booking": booking_id, "was": was, "at": at}).one_or_none()
    if row is not None:
        return row
    state = db.session.execute(select(_booking.c.state).where(_booking.c.id == booking_id)).scalar_one_or_none()
    if state is None:
        raise Refused("There is no such booking.", "unknown")
    raise WrongState(state)


def _reverse_charges(row: Any, at: datetime) -> None:
    lines = [
        {
            "booking_id": row.id,
            "kind": "charge",
            "label": f"{charge.label}, cancelled",
            "amount_minor": -charge.amount_minor,
            "vat_bp": charge.vat_bp,
            "vat_minor": -charge.vat_minor,
            "currency": row.currency,
            "reverses_id": charge.id,
            "written_at": at,
        }
        for charge in write(_CHARGES, {"booking": row.id})
    ]
    if lines:
        write(_INSERT_FOLIO, lines)


def _noted(action: str, row: Any, actor: str, at: datetime, *, moved_stock: bool = True) -> None:
    record(action, "booking", row.id, actor=actor, location_id=row.location_id, at=at)
    if moved_stock:
        raise_versions([stock_of(row.location_id)])
