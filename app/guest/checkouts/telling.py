"""What the pages of the checkout tell the funnel's log: never what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wtforms import Field

from app.booking.queries import HeldCheckout
from app.booking.rules import Basket
from app.catalogue.closed import house_of
from app.catalogue.queries import catalogue
from app.guest.checkouts.page import Notice
from app.kernel.party import together
from app.kernel.stay import Stay
from app.pricing.queries import price_list
from app.web import funnel
from app.web.checkout.form import DetailsForm

_NUMBER = re.compile(r"[-_]?\d+")


def note_choice(basket: Basket) -> None:
    """A rate was chosen: the room is seen."""
    _about(basket, page=("rate", basket))
    funnel.reached("room")


def note_checkout(checkout: HeldCheckout) -> None:
    """The answer is about this checkout."""
    _about(checkout.basket, page=("checkout", checkout.id), checkout_id=checkout.id)


def note_page(checkout: HeldCheckout, form: DetailsForm) -> None:
    """The page is shown, with what is wrong in it."""
    note_checkout(checkout)
    funnel.reached("details")
    note_errors(form)


def note_errors(fields: Iterable[Field]) -> None:
    """Which fields are to be mended, and whether they are empty or wrong."""
    for field in fields:
        if field.errors:
            typed = any(str(value).strip() for value in field.raw_data or ())
            funnel.signal("field_error", f"details.{_NUMBER.sub('', field.name)}.{'wrong' if typed else 'missing'}")


def note_declined(checkout: HeldCheckout, notice: Notice | None) -> None:
    """A payment came to nothing, if it did; however often the page says so."""
    if notice is not None and notice.code:
        funnel.signal("payment_declined", notice.code, key=(checkout.id, notice.attempt))


def note_changed(checkout: HeldCheckout, old_minor: int) -> None:
    """The price is another than the guest saw."""
    new = checkout.quote.total_minor
    funnel.signal("price_changed", "up" if new > old_minor else "down", key=(checkout.id, old_minor, new))


def note_denied(basket: Basket, reason: str) -> None:
    """What was chosen has gone. No rule would have helped, and it would have brought what it costs."""
    house, chosen = house_of(basket.location_id), basket.stays[0]
    room_type = catalogue().room_types.get(chosen.room_type_id)
    plan = price_list(house.id).by_id.get(chosen.rate_plan_id)
    funnel.denied(
        {
            "reason": reason,
            "location_id": house.id,
            "arrival": basket.arrival.isoformat(),
            "nights": (basket.departure - basket.arrival).days,
            "heads": together(one.party for one in basket.stays).heads,
            "location": house.slug,
            "room_type": room_type.slug if room_type else None,
            "rate_plan": plan.slug if plan else None,
            "rule": None,
            "value_minor": None,
            "currency": house.currency,
        }
    )


def _about(basket: Basket, *, page: object, checkout_id: int | None = None) -> None:
    stay = Stay(basket.arrival, basket.departure)
    party = together(chosen.party for chosen in basket.stays)
    funnel.about(stay, party, basket.location_id, page=page, checkout_id=checkout_id)
