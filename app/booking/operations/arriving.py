"""Guests who come, leave, or do not come.

In the journal: `checked_in` and `checked_out`, with `parts` where not every room was meant, and `no_show` with
`kept_minor`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, or_, select, update

from app.booking.cancellation import live_stays, purse_of
from app.booking.documents import issue_invoices
from app.booking.errors import NoSuchBooking, WrongState
from app.booking.models import BookedStay, Booking
from app.booking.operations.changing import locked_booking
from app.booking.operations.charges import Kept, keep, room_vat_bp, take_back_parts
from app.booking.people.operations import forget_absent
from app.booking.waitlist.serving import serving_line
from app.catalogue.closed import house_of
from app.inventory import operations as inventory
from app.journal import record
from app.kernel import clock
from app.pricing.queries import quote_lines
from app.store import db, transaction, write
from app.store.version import raise_versions, stock_of

_booking, _stay = Booking.__table__, BookedStay.__table__
_TO_COME = _stay.c.checked_in_at.is_(None)
_HERE = _stay.c.checked_in_at.is_not(None) & _stay.c.checked_out_at.is_(None)
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


def mark_no_show(booking_id: int, *, at: datetime | None = None, actor: str = "staff", by: int | None = None) -> None:
    """The guests did not come: the first night of each stay stays theirs, the later ones are on sale again.

    It costs what was paid: that is kept as a charge, and the rest is reversed. Raises `WrongState` unless the booking
    is confirmed.
    """

    def work() -> None:
        when = at or clock.now()
        named = locked_booking(booking_id)
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
        if named.guest_id is not None:
            forget_absent(booking_id)
        _noted("no_show", row, actor, when, by=by, kept_minor=kept)
        raise_versions([stock_of(row.location_id)])

    transaction(work)


def check_in(
    booking_id: int,
    *,
    parts: Collection[int] | None = None,
    at: datetime | None = None,
    actor: str = "staff",
    by: int | None = None,
) -> None:
    """The guests of these rooms (None: of all that are still to come) are in the house, and so is the booking.

    Of two who check in the same room at once one does. Raises `WrongState` unless the booking is confirmed or in house,
    and where one of the rooms is not to come any more; then nobody was checked in.
    """

    def work() -> None:
        when = at or clock.now()
        row = locked_booking(booking_id)
        if row.state not in ("confirmed", "in_house"):
            raise WrongState(row.state)
        _come_or_go(row, parts, _TO_COME, {"checked_in_at": when}, "in_house")
        if row.state == "confirmed":
            _moved(booking_id, "confirmed", "in_house", when)
        _noted("checked_in", row, actor, when, by=by, **_which(parts))

    transaction(work)


def check_out(
    booking_id: int,
    *,
    parts: Collection[int] | None = None,
    at: datetime | None = None,
    actor: str = "staff",
    by: int | None = None,
) -> None:
    """The guests of these rooms (None: of all that are in the house) have left; the booking has with the last of them.

    Then its charges stand on an invoice. Raises `WrongState` where one of the rooms is not in the house.
    """

    def work() -> None:
        when = at or clock.now()
        row = locked_booking(booking_id)
        if row.state != "in_house":
            raise WrongState(row.state)
        _come_or_go(row, parts, _HERE, {"checked_out_at": when}, "departed")
        depart_if_empty(row, when)
        _noted("checked_out", row, actor, when, by=by, **_which(parts))

    transaction(work)


def depart_if_empty(row: Any, at: datetime) -> None:
    """A booking in house of which nobody is here or to come any more has departed, and its charges are invoiced."""
    if row.state == "in_house" and not _anybody_left(row, at):
        _moved(row.id, "in_house", "departed", at)
        issue_invoices(row.id, at)


def _come_or_go(row: Any, parts: Collection[int] | None, which: Any, values: dict[str, Any], over: str) -> None:
    """Each of these rooms has the values; all that stand so where `parts` is None, and at least one.

    Raises `WrongState` with `over` where one of them stands otherwise.
    """
    mine = (_stay.c.booking_id == row.id, _stay.c.cancelled_at.is_(None), which)
    chosen = mine if parts is None else (*mine, _stay.c.part.in_(parts))
    moved = write(update(_stay).where(*chosen).values(values)).rowcount
    if moved == 0 or (parts is not None and moved < len(set(parts))):
        raise WrongState(over)


_LEFT = select(_stay.c.id).where(
    _stay.c.booking_id == bindparam("booking"),
    _stay.c.cancelled_at.is_(None),
    _stay.c.checked_out_at.is_(None),
    or_(_stay.c.checked_in_at.is_not(None), _stay.c.departure_on > bindparam("today")),
)


def _anybody_left(row: Any, at: datetime) -> bool:
    """Whether somebody of the booking is in the house, or may still come to a room of it."""
    today = at.astimezone(ZoneInfo(house_of(row.location_id).timezone)).date()
    return db.session.execute(_LEFT, {"booking": row.id, "today": today}).first() is not None


def _which(parts: Collection[int] | None) -> dict[str, Any]:
    return {} if parts is None else {"parts": sorted(parts)}


def _moved(booking_id: int, was: str, becomes: str, at: datetime) -> Any:
    row = write(_MOVES[becomes], {"booking": booking_id, "was": was, "at": at}).one_or_none()
    if row is not None:
        return row
    state = db.session.execute(select(_booking.c.state).where(_booking.c.id == booking_id)).scalar_one_or_none()
    if state is None:
        raise NoSuchBooking
    raise WrongState(state)


def _noted(action: str, row: Any, actor: str, at: datetime, *, by: int | None, **facts: Any) -> None:
    record(action, "booking", row.id, actor=actor, actor_id=by, location_id=row.location_id, at=at, **facts)
