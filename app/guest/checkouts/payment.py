"""To the payment page and back."""

from __future__ import annotations

from flask import current_app
from werkzeug.wrappers import Response

from app.booking import paying
from app.booking.queries import HeldCheckout
from app.guest.checkouts.shared import blueprint, found, to_booking
from app.kernel.words import span
from app.payments import ProviderAway
from app.web.access import by_token
from app.web.funnel import heed_objection, with_booking
from app.web.links import Link
from app.web.provider import provider
from app.web.respond import nothing_new, page, see_other
from app.web.stay_words import stay_view


@blueprint.get("/checkout/<token:token>/payment")
@by_token("checkout")
def returned(link: Link) -> Response:
    """Back from the payment page. Its message may be faster or slower than the guest, so this only looks; and whoever
    objects by now to being counted is forgotten before the message comes."""
    checkout = found(link)
    if checkout.state == "booked":
        return to_booking(checkout.id)
    if checkout.state != "paying":
        return see_other(f"/checkout/{link.token}")
    view = stay_view(checkout.basket.location_id, *checkout.basket.stays)
    back = f"/checkout/{link.token}"
    return heed_objection(page("guest/waiting.html", url=f"{back}/payment", view=view, back=back), checkout.id)


@blueprint.post("/checkout/<token:token>/payment")
@by_token("checkout")
def ask_again(link: Link) -> Response:
    """Asks the provider what became of the payment, and goes on from there."""
    checkout = found(link)
    if checkout.state == "booked":
        return to_booking(checkout.id)
    try:
        settled = paying.settle_checkout(provider(), checkout.id, with_booking=with_booking)
    except ProviderAway:
        settled = None
    if settled and settled.state == "booked":
        return to_booking(checkout.id)
    if settled is None or settled.state == "open":
        return nothing_new(f"/checkout/{link.token}/payment")
    return see_other(f"/checkout/{link.token}")


def payment_url(checkout: HeldCheckout, seen_minor: int, token: str) -> str:
    """The address of the payment page for what is due now. Raises as `paying.pay`."""
    base = current_app.config["SETTINGS"].base_url
    view = stay_view(checkout.basket.location_id, *checkout.basket.stays)
    basket = checkout.basket
    pages = paying.Pages(
        f"{base}/checkout/{token}/payment",
        f"{base}/checkout/{token}",
        f"{view.name}, {view.house.name}, {span(basket.arrival, basket.departure)}",
    )
    due, currency = checkout.quote.due_now_minor, checkout.quote.currency
    return paying.pay(provider(), checkout.id, seen_minor, due, currency, pages, with_booking=with_booking)
