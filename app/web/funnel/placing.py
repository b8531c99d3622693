"""Bookings that are counted: the last step is written in the transaction that makes the booking."""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import has_request_context
from sqlalchemy.exc import SQLAlchemyError

from app.booking import operations as booking
from app.booking.operations import Placed
from app.care.choices.accepting import accept_what_was_read
from app.experience.funnel.booked import record_booked, record_remembered
from app.experience.funnel.forgetting import forget_checkout
from app.experience.funnel.seen import Caller, Seen
from app.kernel import clock
from app.store import savepoint, transaction
from app.web.funnel.noting import noted
from app.web.funnel.objecting import objects
from app.web.funnel.writing import asking

log = logging.getLogger(__name__)


def place_booking(checkout_id: int, seen_minor: int) -> Placed:
    """As `booking.place_booking` for a guest who owes nothing now, whose visit is booked with it. The note of this page
    is written then and there, so that its steps stand before the last one."""

    seen = noted().seen(clock.now())
    caller = _caller(seen)

    def work() -> Placed:
        placed = booking.place_booking(checkout_id, seen_minor)
        if placed.new:
            accept_what_was_read(checkout_id, placed.booking_id)
        if placed.new and caller is not None:
            _count(placed, lambda: record_booked(seen, caller, placed.booking_id))
        return placed

    placed = transaction(work)
    noted().step = None
    noted().signals.clear()
    return placed


def with_booking(checkout_id: int, placed: Placed) -> None:
    """What happens in the transaction in which a payment turns a checkout into a booking: the visit that went to pay
    is booked, whoever hears of the payment first; not where the guest who asks about it objects by now."""
    if not placed.new:
        return
    accept_what_was_read(checkout_id, placed.booking_id)
    if has_request_context() and objects():
        _count(placed, lambda: forget_checkout(checkout_id))
    else:
        _count(placed, lambda: record_remembered(checkout_id, placed.booking_id, clock.now()))


def _caller(seen: Seen) -> Caller | None:
    """Whoever asks; None for those who are not counted."""
    try:
        return None if objects() else asking().caller(seen)
    except (SQLAlchemyError, OSError) as error:
        log.warning("a booking will not be counted: %s", type(error).__name__)
        return None


def _count(placed: Placed, record: Callable[[], None]) -> None:
    """Whatever fails in counting leaves the booking as it is."""
    try:
        with savepoint():
            record()
    except SQLAlchemyError as error:
        log.warning("booking %s was not counted: %s", placed.reference, type(error).__name__)
