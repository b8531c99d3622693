"""What guests of the demo still owe when they leave, and how the house takes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from app.booking.models import FolioLine
from app.booking.operations.at_house import SAID
from app.demo.rows import AT_ONCE, Row, Written, entry, folio_line, insert_all, table_of
from app.journal.models import Entry
from app.payments.house import HOUSE
from app.payments.models import Payment
from app.store import db, reserve_ids

HOW = ("card_machine",) * 7 + ("cash",) * 2 + ("bank_transfer",)
"""How often each way is taken, in ten."""


def take_balances(written: Sequence[Written]) -> None:
    """Whoever leaves has paid what they owed, on the card machine, in cash or by bank transfer."""
    owed = _balances([one.booking_id for one in written])
    owing = [one for one in written if owed[one.booking_id] > 0]
    taken = list(zip(reserve_ids(Payment, len(owing)), owing, strict=True))
    insert_all(Payment, [_payment(id_, one, owed[one.booking_id]) for id_, one in taken])
    insert_all(FolioLine, [_line(id_, one, owed[one.booking_id]) for id_, one in taken])
    insert_all(Entry, [_entry(id_, one, owed[one.booking_id]) for id_, one in taken])


def _how(written: Written) -> str:
    """Always the same for the same booking."""
    return HOW[sum(map(ord, written.sold.booked.reference)) % len(HOW)]


def _at(written: Written) -> datetime:
    return written.sold.booked.checked_out_at


def _payment(payment_id: int, written: Written, amount_minor: int) -> Row:
    return {
        "id": payment_id,
        "idempotency_key": f"booking:{written.booking_id}-house-demo",
        "provider": HOUSE,
        "provider_session": None,
        "provider_payment": None,
        "owner": "booking",
        "owner_id": written.booking_id,
        "purpose": "house",
        "attempt": 2,
        "amount_minor": amount_minor,
        "currency": "GBP",
        "method": _how(written),
        "state": "captured",
        "url": None,
        "asked_at": _at(written),
        "settled_at": _at(written),
    }


def _line(payment_id: int, written: Written, amount_minor: int) -> Row:
    return folio_line(written, "payment", SAID[_how(written)], -amount_minor, _at(written), payment_id=payment_id)


def _entry(payment_id: int, written: Written, amount_minor: int) -> Row:
    facts = {"payment": payment_id, "amount_minor": amount_minor, "method": _how(written)}
    return entry(written, "paid", _at(written), "staff", **facts)


def _balances(booking_ids: Sequence[int]) -> dict[int, int]:
    table = table_of(FolioLine)
    balances = dict.fromkeys(booking_ids, 0)
    for start in range(0, len(booking_ids), AT_ONCE):
        balances |= {
            booking_id: int(balance)
            for booking_id, balance in db.session.execute(
                select(table.c.booking_id, func.sum(table.c.amount_minor))
                .where(table.c.booking_id.in_(booking_ids[start : start + AT_ONCE]))
                .group_by(table.c.booking_id)
            )
        }
    return balances
