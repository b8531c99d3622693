"""What the line of a booking says of what its guest chose because of a notice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.booking.queries import PlacedBooking
from app.kernel.words import money

CHOICES = {
    "keep": "You keep your stay as it is",
    "dates": "You come on the other dates",
    "house": "You go to the other house",
    "cancel": "You cancelled for nothing",
}


def _chosen(facts: Mapping[str, Any], _: PlacedBooking) -> tuple[str, str]:
    return "You chose", CHOICES.get(str(facts.get("choice")), "")


def _remedied(facts: Mapping[str, Any], booking: PlacedBooking) -> tuple[str, str]:
    return "We took something off", money(facts["amount_minor"], booking.quote.currency, pence=True)


NOTICED = {"notice_chosen": _chosen, "remedied": _remedied}
