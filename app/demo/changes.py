"""What becomes of the demo's bookings after they were placed, in bulk, as the operations would have left it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import bindparam, select, update

from app.booking.models import BookedStay, Booking, FolioLine
from app.booking.operations.arriving import NO_SHOW
from app.booking.operations.cancelling import TOO_LATE
from app.demo.calendar import DAY
from app.demo.rows import (
    AT_ONCE,
    CANCELLED,
    Row,
    Written,
    entry,
    folio_line,
    insert_all,
    message,
    session_id,
    table_of,
)
from app.demo.takings import take_balances
from app.inventory.operations import release, release_from, vacate
from app.journal.models import Entry
from app.kernel.money import vat_within
from app.outbox.models import Message
from app.payments.models import Refund, SandboxSession
from app.promotions.operations import give_back
from app.store import Base, db, reserve_ids, write

VAT_BP = 2000


def cancel(written: Sequence[Written], *, claiming: bool) -> None:
    """The bookings are cancelled: in time with everything paid back, later with what was paid kept.

    With `claiming` their nights and the uses of their offers are given back; otherwise they never claimed any.
    """
    if claiming:
        vacate([one.stay_id for one in written])
        for one in written:
            release("booking", one.booking_id)
            give_back("booking", [one.booking_id], _cancelled_at(one))
        vacate([one.stay_id for one in written])
    _set(Booking, written, "booking_id", state="cancelled", cancelled_at=_cancelled_at)
    _set(BookedStay, written, "stay_id", cancelled_at=_cancelled_at)
    by_id = {one.booking_id: one for one in written}
    insert_all(
        FolioLine,
        [
            _reversal(one, charge, _cancelled_at(one))
            for charge in _charges(by_id)
            for one in (by_id[charge.booking_id],)
        ],
    )
    paid = [one for one in written if one.payment_id]
    _pay_back([one for one in paid if one.sold.refunded])
    insert_all(FolioLine, [_kept(one, TOO_LATE, _cancelled_at(one)) for one in paid if not one.sold.refunded])
    insert_all(Entry, [entry(one, CANCELLED, _cancelled_at(one)) for one in written])
    insert_all(Message, [_told(one) for one in written])


def mark_no_shows(written: Sequence[Written]) -> None:
    """The guests did not come; the nights after the first are given back, and what was paid is kept."""
    vacate([one.stay_id for one in written])
    for one in written:
        release_from("booking", one.booking_id, one.sold.booked.visit.arrival + DAY)
    vacate([one.stay_id for one in written])
    _set(Booking, written, "booking_id", state="no_show", no_show_at=lambda one: one.sold.booked.no_show_at)
    by_id = {one.booking_id: one for one in written}
    lines = [
        _reversal(one, charge, one.sold.booked.no_show_at)
        for charge in _charges(by_id)
        for one in (by_id[charge.booking_id],)
    ]
    lines += [_kept(one, NO_SHOW, one.sold.booked.no_show_at) for one in written if one.payment_id]
    insert_all(FolioLine, lines)
    insert_all(Entry, [entry(one, "no_show", one.sold.booked.no_show_at, "staff") for one in written])


def check_in(written: Sequence[Written]) -> None:
    """The guests are in the house."""
    _set(
        Booking,
        written,
        "booking_id",
        state="in_house",
        checked_in_at=lambda one: one.sold.booked.checked_in_at,
    )
    _set(BookedStay, written, "stay_id", checked_in_at=lambda one: one.sold.booked.checked_in_at)
    insert_all(Entry, [entry(one, "checked_in", one.sold.booked.checked_in_at, "staff") for one in written])


def check_out(written: Sequence[Written]) -> None:
    """The guests have left, and what was still owed was paid at the house."""
    _set(
        Booking,
        written,
        "booking_id",
        state="departed",
        checked_out_at=lambda one: one.sold.booked.checked_out_at,
    )
    _set(BookedStay, written, "stay_id", checked_out_at=lambda one: one.sold.booked.checked_out_at)
    take_balances(written)
    insert_all(Entry, [entry(one, "checked_out", one.sold.booked.checked_out_at, "staff") for one in written])


def _set(model: type[Base], written: Sequence[Written], key: str, **columns: Any) -> None:
    """Each row of `written` has the columns, whose values are plain or made from it."""
    if not written:
        return
    table = table_of(model)
    statement = (
        update(table)
        .where(table.c.id == bindparam("row"))
        .values({name: bindparam(f"new_{name}", type_=table.c[name].type) for name in columns})
    )
    write(
        statement,
        [
            {
                "row": getattr(one, key),
                **{f"new_{name}": value(one) if callable(value) else value for name, value in columns.items()},
            }
            for one in written
        ],
    )


def _told(written: Written) -> Row:
    online = written.sold.booked.source == "web"
    return message(written, CANCELLED, _cancelled_at(written), online=online)


def _cancelled_at(written: Written) -> datetime:
    at = written.sold.booked.visit.cancelled_at
    if at is None:
        raise ValueError("this booking is not cancelled")
    return at


def _charges(booking_ids: Iterable[int]) -> Iterator[Any]:
    table, ids = table_of(FolioLine), iter(booking_ids)
    while some := list(islice(ids, AT_ONCE)):
        yield from db.session.execute(
            select(table)
            .where(table.c.booking_id.in_(some), table.c.kind == "charge", table.c.reverses_id.is_(None))
            .order_by(table.c.id)
        ).all()


def _reversal(written: Written, charge: Any, at: datetime) -> Row:
    return folio_line(
        written,
        "charge",
        f"{charge.label}, cancelled",
        -charge.amount_minor,
        at,
        vat_bp=charge.vat_bp,
        vat_minor=-charge.vat_minor,
        reverses_id=charge.id,
    )


def _kept(written: Written, label: str, at: datetime) -> Row:
    """The charge that stands for what was paid and is not given back."""
    amount = written.sold.due_now_minor
    return folio_line(
        written,
        "charge",
        label,
        amount,
        at,
        kept=True,
        vat_bp=VAT_BP,
        vat_minor=vat_within(amount, VAT_BP),
    )


def _pay_back(written: Sequence[Written]) -> None:
    ids = reserve_ids(Refund, len(written))
    insert_all(Refund, [_refund(refund_id, one) for refund_id, one in zip(ids, written, strict=True)])
    insert_all(
        FolioLine,
        [
            folio_line(one, "refund", "Paid back", one.sold.due_now_minor, _cancelled_at(one), refund_id=refund_id)
            for refund_id, one in zip(ids, written, strict=True)
        ],
    )
    if written:
        table = table_of(SandboxSession)
        write(
            update(table)
            .where(table.c.id == bindparam("session"))
            .values(refunded_minor=bindparam("amount", type_=table.c.refunded_minor.type)),
            [{"session": session_id(one), "amount": one.sold.due_now_minor} for one in written],
        )


def _refund(refund_id: int, written: Written) -> Row:
    at = _cancelled_at(written)
    return {
        "id": refund_id,
        "payment_id": written.payment_id,
        "idempotency_key": f"booking-{written.booking_id}-refund-1",
        "amount_minor": written.sold.due_now_minor,
        "reason": "cancelled",
        "state": "done",
        "provider_refund": f"{session_id(written)}-refund",
        "asked_at": at,
        "settled_at": at,
    }
