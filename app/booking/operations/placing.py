"""Turning a held checkout into a booking, and writing bookings that come from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from app.booking.errors import AlreadyBooked, NotPaid
from app.booking.models import (
    Allergy,
    BookedExtra,
    BookedStay,
    BookedSupper,
    Booking,
    Checkout,
    FolioLine,
)
from app.booking.operations.checkouts import OWNER, locked, require_price
from app.booking.quoting import counted_resources
from app.booking.rules import Basket, ChosenStay, Details, basket_from_json, charges_of, wants_of
from app.identity.operations import know_guest
from app.inventory import operations as inventory
from app.journal import record
from app.kernel import clock
from app.kernel.reference import new_reference
from app.outbox import announce
from app.payments.models import Payment
from app.pricing.drafts import Line
from app.pricing.models import Quote, QuoteLine
from app.store import db, savepoint, transaction, write
from app.store.version import raise_versions, stock_of

ALLERGY_CONSENT = "I agree that the house keeps this about my allergies until 30 days after I leave, for my safety."

_booking = Booking.__table__
_stay = BookedStay.__table__
_INSERT_BOOKING = insert(_booking).returning(_booking.c.id)
_INSERT_STAY = insert(_stay).returning(_stay.c.id)
_INSERT_FOLIO = insert(FolioLine.__table__)
_INSERT_SUPPER = insert(BookedSupper.__table__)
_INSERT_EXTRA = insert(BookedExtra.__table__)


@dataclass(frozen=True, slots=True)
class Placed:
    """A booking as the guest is told it: its reference and the version of its secret link."""

    booking_id: int
    reference: str
    version: int
    new: bool


def place_booking(checkout_id: int, seen_minor: int | None = None, payment_id: int | None = None) -> Placed:
    """The checkout is a booking: claims, guest, stays, folio, journal and mail in one transaction.

    Asked again (double click, refresh, retry, webhook beside return) it answers the same booking with `new` False. When
    the hold has run out meanwhile it is booked all the same if everything is still free, at the price that was quoted.
    Raises `PriceChanged` when `seen_minor` is not the quote's total, `NotPaid` when money is due now and `payment_id`
    is no captured payment of this checkout, `SoldOut` when the hold was lost and the room is gone.
    """

    def work() -> Placed:
        try:
            row = locked(checkout_id)
        except AlreadyBooked as already:
            return _existing(already.booking_id)
        if seen_minor is not None:
            require_price(row.quote_id, seen_minor)
        quote = db.session.execute(select(*Quote.__table__.c).where(Quote.id == row.quote_id)).one()
        payment = _captured(checkout_id, payment_id, quote.due_now_minor)
        basket = basket_from_json(row.choice)
        details = Details.from_json(row.details)
        now = clock.now()
        guest_id = know_guest(details.name, details.email, details.phone, row.language, now)
        lines = kept_lines(row.quote_id)
        facts = {
            "checkout_id": checkout_id,
            "guest_id": guest_id,
            "quote_id": row.quote_id,
            "currency": quote.currency,
            "source": row.source,
            "referral": row.referral,
            "language": row.language,
            "terms_version": quote.terms_version,
            "arrival_time": time.fromisoformat(details.arrival_time) if details.arrival_time else None,
            "notes": details.notes or None,
            "booked_at": now,
        }
        placed = write_booking(basket, lines, facts)
        _write_allergies(placed.booking_id, details, now)
        _take_over_claims(checkout_id, placed.booking_id, basket)
        if payment is not None:
            write_payment_line(placed.booking_id, payment.id, payment.amount_minor, quote.currency, now)
        write(update(Checkout).where(Checkout.id == checkout_id).values(state="booked", details={}, held_until_at=now))
        raise_versions([stock_of(basket.location_id)])
        if details.email:
            announce(
                "booked",
                "booking",
                placed.booking_id,
                details.email,
                {"reference": placed.reference, "quote_id": row.quote_id},
                language=row.language,
            )
        return placed

    return transaction(work)


def write_booking(basket: Basket, lines: Sequence[Line], facts: Mapping[str, Any], *, actor: str = "guest") -> Placed:
    """The rows of a new confirmed booking with its stays, folio charges and journal entry; claims are the caller's.

    `facts` are further columns of the booking: `quote_id`, `currency`, `source`, `terms_version` and `booked_at` at
    least. The reference is unique; a collision draws another.
    """
    columns = {
        "version": 1,
        "location_id": basket.location_id,
        "state": "confirmed",
        "arrival_on": basket.arrival,
        "departure_on": basket.departure,
        **facts,
    }
    booking_id, reference = _insert_booking(columns)
    for part, chosen in enumerate(basket.stays):
        _write_stay(booking_id, part, chosen)
    at = columns["booked_at"]
    write(
        _INSERT_FOLIO,
        [
            {
                "booking_id": booking_id,
                "kind": "charge",
                "label": charge.label,
                "amount_minor": charge.amount_minor,
                "vat_bp": charge.vat_bp,
                "vat_minor": charge.vat_minor,
                "currency": columns["currency"],
                "written_at": at,
            }
            for charge in charges_of(lines)
        ],
    )
    record(
        "booked",
        "booking",
        booking_id,
        actor=actor,
        location_id=basket.location_id,
        at=at,
        quote=columns["quote_id"],
        source=columns["source"],
    )
    return Placed(booking_id, reference, 1, new=True)


def kept_lines(quote_id: int) -> list[Line]:
    """The lines of a kept quote, in their order."""
    table = QuoteLine.__table__
    columns = [column.label("count_") if column.name == "count" else column for column in table.c]
    rows = db.session.execute(select(*columns).where(table.c.quote_id == quote_id).order_by(table.c.position))
    return [
        Line(
            row.part,
            row.kind,
            row.night,
            row.label,
            row.count_,
            row.gross_minor,
            row.vat_bp,
            row.vat_minor,
            row.source,
        )
        for row in rows
    ]


def write_payment_line(booking_id: int, payment_id: int, amount_minor: int, currency: str, at: datetime) -> None:
    """The folio shows that the guest has paid: a negative line."""
    write(
        _INSERT_FOLIO,
        {
            "booking_id": booking_id,
            "kind": "payment",
            "label": "Paid by card",
            "amount_minor": -amount_minor,
            "currency": currency,
            "payment_id": payment_id,
            "written_at": at,
        },
    )


def _insert_booking(columns: dict[str, Any]) -> tuple[int, str]:
    for _ in range(5):
        reference = new_reference()
        taken = db.session.execute(select(_booking.c.id).where(_booking.c.reference == reference)).first()
        if taken is None:
            break
    try:
        with savepoint():
            return int(write(_INSERT_BOOKING, {**columns, "reference": reference}).scalar_one()), reference
    except IntegrityError as error:
        if "reference" not in str(error.orig):
            raise
        return _insert_booking(columns)


def _write_stay(booking_id: int, part: int, chosen: ChosenStay) -> None:
    stay_id = int(
        write(
            _INSERT_STAY,
            {
                "booking_id": booking_id,
                "part": part,
                "room_type_id": chosen.room_type_id,
                "rate_plan_id": chosen.rate_plan_id,
                "arrival_on": chosen.stay.arrival,
                "departure_on": chosen.stay.departure,
                "adults": chosen.party.adults,
                "children": ",".join(map(str, chosen.party.children)),
                "cots": chosen.party.cots,
                "dogs": chosen.party.dogs,
                "assistance_dogs": chosen.assistance_dogs,
                "needs": ",".join(sorted(chosen.party.needs)),
            },
        ).scalar_one()
    )
    if chosen.suppers:
        write(
            _INSERT_SUPPER,
            [
                {"stay_id": stay_id, "night": night, "sitting_id": sitting, "covers": chosen.party.heads}
                for night, sitting in chosen.suppers
            ],
        )
    if chosen.extras:
        write(
            _INSERT_EXTRA,
            [{"stay_id": stay_id, "extra_id": extra, "count": count} for extra, count in chosen.extras],
        )


def _write_allergies(booking_id: int, details: Details, at: datetime) -> None:
    if not details.allergies:
        return
    stay_id = db.session.execute(
        select(_stay.c.id).where(_stay.c.booking_id == booking_id).order_by(_stay.c.part).limit(1)
    ).scalar_one()
    rows = [
        {
            "stay_id": stay_id,
            "person": allergy.get("person", ""),
            "allergens": allergy.get("allergens", ""),
            "severity": allergy.get("severity", ""),
            "words": allergy.get("words", ""),
            "consent_text": ALLERGY_CONSENT,
            "consented_at": at,
        }
        for allergy in details.allergies
    ]
    write(insert(Allergy.__table__), rows)


def _take_over_claims(checkout_id: int, booking_id: int, basket: Basket) -> None:
    """The checkout's claims are the booking's. Those swept meanwhile are claimed anew, or `SoldOut` is raised."""
    wanted = wants_of(basket, counted_resources())
    expected = sum(want.nights for want in wanted)
    if inventory.hand_over(OWNER, checkout_id, "booking", booking_id) != expected:
        inventory.claim("booking", booking_id, wanted, expires_at=None, sweep_at=clock.now())


def _captured(checkout_id: int, payment_id: int | None, due_minor: int) -> Any:
    if due_minor == 0 and payment_id is None:
        return None
    table = Payment.__table__
    payment = db.session.execute(
        select(*table.c).where(
            table.c.id == payment_id,
            table.c.owner == OWNER,
            table.c.owner_id == checkout_id,
            table.c.state == "captured",
        )
    ).one_or_none()
    if payment is None or payment.amount_minor != due_minor:
        raise NotPaid
    return payment


def _existing(booking_id: int) -> Placed:
    row = db.session.execute(select(Booking.reference, Booking.version).where(Booking.id == booking_id)).one()
    return Placed(booking_id, row.reference, row.version, new=False)
