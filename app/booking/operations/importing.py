"""A booking that another system took, written as if it had been taken here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.booking.operations.records import write_booking
from app.booking.operations.reselling import resell
from app.booking.resale import sold_by
from app.booking.rules import Basket, ChosenStay
from app.inventory import for_stay
from app.inventory import operations as inventory
from app.kernel.money import vat_within
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.kernel.words import long_day
from app.pricing.operations import keep_quote
from app.pricing.rules import Line
from app.store import transaction

POLICY = "As agreed with the system from which this booking was imported."
NO_TERMS = 0
"""Nobody agreed to a version of our terms."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A booking with the gross price of a night in minor units, and its VAT rate where that is known."""

    location_id: int
    room_type_id: int
    resource_id: int
    rate_plan_id: int
    stay: Stay
    party: Party
    rate_minor: int
    currency: str
    outside_reference: str
    channel: str | None
    booked_at: datetime
    vat_bp: int = 0


def place_imported(given: Imported) -> int:
    """The id of a confirmed booking with its quote, stay, folio, claims and journal entry; no mail, no funnel step.

    Raises `SoldOut` and leaves nothing when a night has no room. The guest's limits are not asked; the claims are.
    A second booking with the same outside reference raises IntegrityError.
    """
    return transaction(lambda: _place(given))


def _place(given: Imported) -> int:
    lines = [
        Line(0, "room", night, long_day(night), 1, given.rate_minor, given.vat_bp,
             vat_within(given.rate_minor, given.vat_bp), None)
        for night in given.stay
    ]  # fmt: skip
    chosen = ChosenStay(given.room_type_id, given.rate_plan_id, given.stay, given.party)
    wants = [for_stay(given.resource_id, given.stay)]
    inventory.require_free(wants)
    quote_id = keep_quote(
        given.location_id, given.currency, lines, due_now_minor=0, policy=POLICY, free_until_at=None,
        terms_version=NO_TERMS, made_at=given.booked_at,
    )  # fmt: skip
    facts = {
        "quote_id": quote_id,
        "currency": given.currency,
        "source": "import",
        "channel": given.channel,
        "outside_reference": given.outside_reference,
        "terms_version": NO_TERMS,
        "booked_at": given.booked_at,
    }
    placed = write_booking(Basket(given.location_id, (chosen,), at_house=True), lines, facts, actor="import")
    inventory.claim_free("booking", placed.booking_id, wants)
    resell(placed.booking_id, sold_by([(0, chosen)], lines), given.currency, given.booked_at)
    return placed.booking_id
