"""What every view of a checkout needs."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from app.booking.queries import HeldCheckout, booking_of_checkout, checkout_of
from app.kernel import clock
from app.web.links import Link, link_token
from app.web.respond import not_found, see_other

blueprint = Blueprint("checkouts", __name__)


def found(link: Link) -> HeldCheckout:
    """The checkout of a link; 404 when the link was revoked."""
    checkout = checkout_of(link.id)
    if checkout is None or checkout.version != link.version:
        raise not_found()
    return checkout


def again(checkout: HeldCheckout) -> HeldCheckout:
    """The checkout as it stands now."""
    now = checkout_of(checkout.id)
    assert now is not None, "checkouts are never deleted"
    return now


def has_lapsed(checkout: HeldCheckout) -> bool:
    """True once the room is no longer held."""
    return checkout.state == "lapsed" or checkout.held_until_at <= clock.now()


def to_booking(checkout_id: int) -> Response:
    """To the page that says that it is booked, and with which reference."""
    booking = booking_of_checkout(checkout_id)
    assert booking is not None, "a booked checkout has its booking"
    return see_other(f"/bookings/{link_token('booking', *booking)}/confirmed")
