"""The form of a checkout as whoever asks sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.booking.queries import HeldCheckout
from app.guest.checkouts.reminding import OwnDetailsForm
from app.web.checkout.filling import checkout_form
from app.web.session import who


def form_of(checkout: HeldCheckout, *, sent: bool = True) -> OwnDetailsForm:
    """What was typed, sent or known before; what was sent is left out unless it was `sent` from this form."""
    return checkout_form(checkout, _known(checkout.details), OwnDetailsForm, sent=sent)


def _known(details: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was typed, or while nothing was, what a guest who is signed in need not type again."""
    known = None if details.get("email") else who()
    if known is None:
        return details
    own = {"name": known.name, "email": known.email, "phone": known.phone}
    return own | {name: value for name, value in details.items() if value}
