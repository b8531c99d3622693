"""The rows that a booking of the demo's world is made of. Pure but for the tables they are for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import Table

from app.booking.rules import charges_of
from app.demo.bulk import insert_rows
from app.demo.ledger import Sold
from app.pricing.operations import line_row
from app.store import Base

TERMS_VERSION = 1
SENT_AFTER = timedelta(seconds=20)
PAYING = timedelta(minutes=4)
AT_ONCE = 500
"""Ids in one IN list."""

BOOKED, CANCELLED = "booked", "cancelled"
"""What the journal and the outbox call them."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """A booking that is in the database, how it stood before, and the ids of what belongs to it."""

    sold: Sold
    booking_id: int
    stay_id: int
    quote_id: int
    payment_id: int | None
    state: str = "confirmed"


def insert_all(model: type[Base], rows: Sequence[Row]) -> None:
    if rows:
        insert_rows(table_of(model), rows)


def table_of(model: type[Base]) -> Table:
    return model.__table__


def quote_row(written: Written) -> Row:
    sold = written.sold
    return {
        "id": written.quote_id,
        "location_id": sold.ids.location,
        "currency": "GBP",
        "total_minor": sold.total_minor,
        "due_now_minor": sold.due_now_minor,
        "balance_on": sold.balance_on,
        "policy": sold.policy.full,
        "free_until_at": sold.policy.free_until_at,
        "terms_version": TERMS_VERSION,
        "made_at": sold.booked.visit.booked_at,
    }


def quote_line_rows(written: Written) -> Iterable[Row]:
    for position, line in enumerate(written.sold.lines):
        yield line_row(line, written.quote_id, position)


def booking_row(written: Written, guest_id: int) -> Row:
    sold, booked = written.sold, written.sold.booked
    return {
        "id": written.booking_id,
        "reference": booked.reference,
        "location_id": sold.ids.location,
        "checkout_id": None,
        "guest_id": guest_id,
        "quote_id": written.quote_id,
        "state": "confirmed",
        "arrival_on": booked.visit.arrival,
        "departure_on": booked.visit.departure,
        "currency": "GBP",
        "source": booked.source,
        "channel": booked.agent.name if booked.agent else None,
        "commission_bp": booked.agent.commission_bp if booked.agent else 0,
        "language": "en",
        "terms_version": TERMS_VERSION,
        "arrival_time": _arrival_time(booked.reference),
        "booked_at": booked.visit.booked_at,
    }


def _arrival_time(reference: str) -> time | None:
    """Three of four have said when they come, to the quarter of an hour between three and half past seven."""
    drawn = int.from_bytes(blake2b(reference.encode(), digest_size=4).digest())
    quarters = drawn // 4 % 19
    return None if drawn % 4 == 0 else time(15 + quarters // 4, quarters % 4 * 15)


def stay_row(written: Written) -> Row:
    sold, booked = written.sold, written.sold.booked
    return {
        "id": written.stay_id,
        "booking_id": written.booking_id,
        "part": 0,
        "room_type_id": sold.ids.room_types[booked.visit.kind],
        "rate_plan_id": sold.ids.plans[booked.plan].id,
        "arrival_on": booked.visit.arrival,
        "departure_on": booked.visit.departure,
        "adults": booked.adults,
        "children": ",".join(str(age) for age in booked.children),
        "cots": booked.cots,
        "dogs": booked.dogs,
        "assistance_dogs": 0,
        "needs": "",
    }


def supper_rows(written: Written) -> Iterable[Row]:
    booked, sittings = written.sold.booked, written.sold.ids.sittings
    for night, n in booked.suppers:
        yield {"stay_id": written.stay_id, "night": night, "sitting_id": sittings[n], "covers": booked.covers}


def extra_rows(written: Written) -> Iterable[Row]:
    for slug, count in written.sold.booked.extras:
        yield {"stay_id": written.stay_id, "extra_id": written.sold.ids.extras[slug], "count": count}


def session_id(written: Written) -> str:
    return f"demo-{written.sold.booked.reference}"


def payment_row(written: Written) -> Row:
    at = written.sold.booked.visit.booked_at
    return {
        "id": written.payment_id,
        "idempotency_key": f"booking-{written.booking_id}-demo-1",
        "provider": "sandbox",
        "provider_session": session_id(written),
        "provider_payment": session_id(written),
        "owner": "booking",
        "owner_id": written.booking_id,
        "purpose": "booking",
        "attempt": 1,
        "amount_minor": written.sold.due_now_minor,
        "currency": "GBP",
        "state": "captured",
        "url": None,
        "asked_at": at - PAYING,
        "settled_at": at,
    }


def session_row(written: Written) -> Row:
    at = written.sold.booked.visit.booked_at
    return {
        "id": session_id(written),
        "idempotency_key": f"booking-{written.booking_id}-demo-1",
        "amount_minor": written.sold.due_now_minor,
        "currency": "GBP",
        "description": written.sold.house.name,
        "return_url": "/",
        "cancel_url": "/",
        "state": "captured",
        "card": "succeeds",
        "refunded_minor": 0,
        "opened_at": at - PAYING,
        "expires_at": at + timedelta(minutes=30),
        "settled_at": at,
    }


def charge_rows(written: Written) -> Iterable[Row]:
    at = written.sold.booked.visit.booked_at
    for charge in charges_of(written.sold.lines):
        yield folio_line(
            written,
            "charge",
            charge.label,
            charge.amount_minor,
            at,
            vat_bp=charge.vat_bp,
            vat_minor=charge.vat_minor,
        )
    if written.payment_id:
        paid = written.sold.due_now_minor
        yield folio_line(written, "payment", "Paid by card", -paid, at, payment_id=written.payment_id)


def folio_line(written: Written, kind: str, label: str, amount: int, at: datetime, **more: Any) -> Row:
    return {
        "booking_id": written.booking_id,
        "kind": kind,
        "part": None if kind != "charge" else 0,
        "kept": False,
        "label": label,
        "night": None,
        "amount_minor": amount,
        "vat_bp": 0,
        "vat_minor": 0,
        "currency": "GBP",
        "payment_id": None,
        "refund_id": None,
        "reverses_id": None,
        "written_at": at,
        **more,
    }


def entry(written: Written, action: str, at: datetime, actor: str = "guest", **facts: Any) -> Row:
    return {
        "at": at,
        "actor": actor,
        "action": action,
        "subject": "booking",
        "subject_id": written.booking_id,
        "location_id": written.sold.ids.location,
        "facts": facts,
    }


def booked_entry(written: Written) -> Row:
    booked = written.sold.booked
    return entry(written, BOOKED, booked.visit.booked_at, quote=written.quote_id, source=booked.source)


def message(written: Written, kind: str, at: datetime, **facts: Any) -> Row:
    booked = written.sold.booked
    return {
        "kind": kind,
        "subject": "booking",
        "subject_id": written.booking_id,
        "occasion": "",
        "template_version": 1,
        "language": "en",
        "address": booked.guest.email,
        "facts": {"reference": booked.reference, "quote_id": written.quote_id, **facts},
        "message_id": f"<{kind}-booking-{written.booking_id}@quince>",
        "state": "sent",
        "attempts": 1,
        "made_at": at,
        "due_at": at,
        "sent_at": at + SENT_AFTER,
    }
