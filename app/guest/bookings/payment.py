"""Paying what a booking owes, by the link in a mail or from the booking's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import current_app, request
from werkzeug.wrappers import Response

from app.booking import paying
from app.booking.cancellation import purse_of
from app.booking.errors import NothingDue, PriceChanged, WrongState
from app.booking.queries import PlacedBooking
from app.booking.rules import LIVE
from app.guest.booking_page import BookingPage, booking_page
from app.guest.bookings.shared import blueprint, found
from app.kernel import clock
from app.kernel.words import money, span
from app.payments import ProviderAway, payments_of, refunded_minor
from app.payments.models import Payment
from app.web.access import by_token
from app.web.forms import typed_sum
from app.web.links import Link
from app.web.provider import provider
from app.web.respond import nothing_new, page, see_other, see_provider

NEWS = timedelta(hours=1)
"""How long a payment page says what became of the last payment."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What became of the last payment, or why there can be none; `tone` is the banner's."""

    title: str
    sentence: str
    tone: str = "bad"


@dataclass(frozen=True, slots=True)
class PaymentPage:
    """The names that `guest/bookings/payment.html` uses; nothing can be paid where `owed_minor` is 0."""

    url: str
    booking: BookingPage
    owed_minor: int
    owed_text: str
    heading: str
    notice: Notice | None


@blueprint.get("/bookings/<token:token>/payment")
@by_token("booking")
def payment(link: Link) -> Response:
    """What is owed and a button for it; also what became of the last payment."""
    booking = found(link)
    attempts = payments_of(paying.BOOKING, booking.id)
    return _page(booking, link.token, notice=_told(attempts[-1]) if attempts else None)


@blueprint.post("/bookings/<token:token>/payment")
@by_token("booking")
def pay(link: Link) -> Response:
    """To the provider, to pay the sum on the button; the page again, with the reason, where that cannot be."""
    booking = found(link)
    try:
        return see_provider(_address(booking, link.token))
    except ProviderAway as away:
        notice = Notice("The payment page does not answer", str(away))
    except PriceChanged as moved:
        currency = booking.quote.currency
        old, new = (money(minor, currency, pence=True) for minor in (moved.old_minor, moved.new_minor))
        notice = Notice("What is due has changed", f"It was {old} and is {new} now. Nothing was charged.")
    except (NothingDue, WrongState) as refused:
        notice = Notice("There is nothing to pay", str(refused))
    return _page(found(link), link.token, 409, notice)


@blueprint.get("/bookings/<token:token>/payment/returned")
@by_token("booking")
def returned(link: Link) -> Response:
    """Back from the provider's page. Its message may be faster or slower than the guest, so this only looks."""
    booking = found(link)
    url = f"/bookings/{link.token}/payment"
    attempts = payments_of(paying.BOOKING, booking.id)
    if not attempts or attempts[-1].state != "open":
        return see_other(url)
    return page(
        "guest/bookings/waiting.html", url=f"{url}/returned", back=url, booking=booking_page(booking, link.token)
    )


@blueprint.post("/bookings/<token:token>/payment/returned")
@by_token("booking")
def look_again(link: Link) -> Response:
    """Asks the provider what became of the payment."""
    booking = found(link)
    url = f"/bookings/{link.token}/payment"
    try:
        settled = paying.settle_booking(provider(), booking.id)
    except ProviderAway:
        return nothing_new(f"{url}/returned")
    return nothing_new(f"{url}/returned") if settled and settled.state == "open" else see_other(url)


def _address(booking: PlacedBooking, token: str) -> str:
    seen = typed_sum(request.form.get("seen", ""))
    base = current_app.config["SETTINGS"].base_url
    url = f"{base}/bookings/{token}/payment"
    shown = booking_page(booking, token)
    what = f"Booking {booking.reference}, {shown.house.name}, {span(booking.basket.arrival, booking.basket.departure)}"
    return paying.pay_booking(
        provider(),
        booking.id,
        purse_of(booking.id).due_minor if seen is None else seen,
        paying.Pages(f"{url}/returned", url, what),
    )


def _page(booking: PlacedBooking, token: str, status: int = 200, notice: Notice | None = None) -> Response:
    owed = purse_of(booking.id).due_minor if booking.state in LIVE else 0
    text = money(owed, booking.quote.currency, pence=owed % 100 > 0)
    heading = f"{text} to pay" if owed else "Nothing to pay"
    shown = booking_page(booking, token)
    view = PaymentPage(f"/bookings/{token}/payment", shown, owed, text, heading, notice)
    return page("guest/bookings/payment.html", status, payment=view)


def _told(last: Payment) -> Notice | None:
    """The last payment in words while it is news; its sum may have gone back since."""
    if last.settled_at is None or last.settled_at < clock.now() - NEWS:
        return None
    sum_text = money(last.amount_minor, last.currency, pence=True)
    if last.state == "captured" and refunded_minor(last.id) == last.amount_minor:
        sentence = f"All {sum_text} goes back to your card, usually within ten working days."
        return Notice("That was not owed any more", sentence, "warn")
    if last.state == "captured":
        return Notice(f"{sum_text} has arrived", "Thank you. It stands on your booking.", "good")
    if last.state == "declined":
        return Notice("Your bank said no", "Nothing was charged. Try again, or with another card.")
    if last.state == "expired":
        return Notice("That payment was not finished", "Nothing was charged. Start again when it suits you.")
    return None
