"""Turning a held checkout into a booking."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from sqlalchemy import select, update

from app.booking.documents import issue_receipt
from app.booking.errors import AlreadyBooked, NotPaid
from app.booking.models import Booking, Checkout
from app.booking.operations.at_house import take_payment
from app.booking.operations.holds import OWNER, locked, require_price
from app.booking.operations.records import Placed, write_booking, write_payment_line
from app.booking.operations.renewing import hold_as_paid
from app.booking.operations.reselling import resell
from app.booking.operations.uses import keep_uses, require_each, require_running
from app.booking.people.operations import write_allergies
from app.booking.people.rules import told_while_booking
from app.booking.quoting import counted_resources
from app.booking.resale import sold_by
from app.booking.rules import Basket, Deal, Details, basket_as_json, basket_from_json, wants_of
from app.booking.waitlist.serving import serving_line
from app.identity.operations import know_guest
from app.inventory import operations as inventory
from app.kernel import clock
from app.outbox import announce
from app.payments.models import Payment, Refund
from app.pricing.models import Quote
from app.pricing.queries import quote_lines
from app.pricing.rules import Line
from app.store import db, transaction, write
from app.store.version import raise_versions, stock_of

ARRANGED = ("channel", "commission_bp", "outside_reference", "payer", "block_id")
"""The columns of a booking that a deal fills."""


def place_booking(
    checkout_id: int, seen_minor: int | None = None, payment_id: int | None = None, *, deal: Deal | None = None
) -> Placed:
    """The checkout is a booking: claims, guest, stays, folio, journal and mail in one transaction.

    Asked again (double click, refresh, retry, webhook beside return) it answers the same booking with `new` False. When
    the hold has run out meanwhile it is booked all the same if everything is still free, at the price that was quoted;
    the supper of a plan may then be at another hour.
    `deal` says what staff arranged, where they book it; what is due at once may be taken by its `method`.
    Raises `PriceChanged` when `seen_minor` is not the quote's total, `NotPaid` when money is due now and `payment_id`
    is no captured payment of this checkout or goes back already, `SoldOut` when the hold was lost and the room is gone.
    Raises `OfferGone` when a promotion in the price was lost with the hold and is used up; nobody pays another price
    than was quoted. One that was stopped, or that the guest has used before, is honoured to who has paid.
    """

    def work() -> Placed:
        try:
            row = locked(checkout_id)
        except AlreadyBooked as already:
            return _existing(already.booking_id)
        if seen_minor is not None:
            require_price(row.quote_id, seen_minor)
        quote = db.session.execute(select(*Quote.__table__.c).where(Quote.id == row.quote_id)).one()
        by_house = quote.due_now_minor if deal and deal.method else 0
        payment = None if by_house else _captured(checkout_id, payment_id, quote.due_now_minor)
        now = clock.now()
        basket = basket_from_json(row.choice)
        if row.held_until_at <= now:
            basket = hold_as_paid(checkout_id, basket, now)
        details = Details.from_json(row.details)
        guest_id = know_guest(details.name, details.email, details.phone, row.language, now)
        lines = quote_lines(row.quote_id)
        placed = _write(basket, lines, _facts(row, quote, details, guest_id, now), deal)
        write_allergies(placed.booking_id, told_while_booking(details.allergies), now)
        _take_over_claims(checkout_id, placed.booking_id, basket)
        # What waits for resale is locked before the numbers of papers, here as in a change: no two wait for each other.
        resell(placed.booking_id, sold_by(enumerate(basket.stays), lines), quote.currency, now)
        if payment is not None:
            write_payment_line(placed.booking_id, payment.id, payment.amount_minor, quote.currency, now)
            issue_receipt(placed.booking_id, payment.id, now)
        if deal and deal.method and by_house:
            take_payment(placed.booking_id, by_house, deal.method, deal.by)
        booked = {"state": "booked", "details": {}, "held_until_at": now, "choice": basket_as_json(basket)}
        write(update(Checkout).where(Checkout.id == checkout_id).values(**booked))
        raise_versions([stock_of(basket.location_id)])
        if payment is None and basket.promotions:
            require_running(basket.promotions, but=basket.promotions if row.state == "paying" else ())
            require_each(checkout_id, basket.promotions, details.email)
        keep_uses(checkout_id, basket.promotions, placed.booking_id, guest_id, now)
        _confirm(placed, row, details)
        return placed

    return transaction(work)


def _facts(row: Any, quote: Any, details: Details, guest_id: int, at: datetime) -> dict[str, Any]:
    """The columns of the booking that follow from its checkout."""
    return {
        "checkout_id": row.id,
        "guest_id": guest_id,
        "quote_id": row.quote_id,
        "currency": quote.currency,
        "source": row.source,
        "referral": row.referral,
        "language": row.language,
        "terms_version": quote.terms_version,
        "arrival_time": time.fromisoformat(details.arrival_time) if details.arrival_time else None,
        "notes": details.notes or None,
        "booked_at": at,
    }


def _write(basket: Basket, lines: Sequence[Line], facts: dict[str, Any], deal: Deal | None) -> Placed:
    if deal is None:
        return write_booking(basket, lines, facts)
    arranged = {name: getattr(deal, name) for name in ARRANGED}
    arranged["source"] = deal.source or facts["source"]
    noted = {"terms_read": facts["terms_version"]} if deal.terms_read else {}
    return write_booking(basket, lines, facts | arranged, actor="staff", actor_id=deal.by, noted=noted)


def _confirm(placed: Placed, row: Any, details: Details) -> None:
    """A guest with an address gets the booking by mail, in the language of the checkout."""
    if details.email:
        facts = {"reference": placed.reference, "quote_id": row.quote_id}
        announce("booked", "booking", placed.booking_id, details.email, facts, language=row.language)


def _take_over_claims(checkout_id: int, booking_id: int, basket: Basket) -> None:
    """The checkout's claims are the booking's. Those swept meanwhile are claimed anew, or `SoldOut` is raised."""
    wanted = wants_of(basket, counted_resources())
    expected = sum(want.nights for want in wanted)
    if inventory.hand_over(OWNER, checkout_id, "booking", booking_id) != expected:
        with serving_line([("booking", booking_id)], wanted):
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
            ~select(Refund.id).where(Refund.payment_id == payment_id).exists(),
        )
    ).one_or_none()
    if payment is None or payment.amount_minor != due_minor:
        raise NotPaid
    return payment


def _existing(booking_id: int) -> Placed:
    row = db.session.execute(select(Booking.reference, Booking.version).where(Booking.id == booking_id)).one()
    return Placed(booking_id, row.reference, row.version, new=False)
