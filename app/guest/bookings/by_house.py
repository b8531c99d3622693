"""What the line of a booking says of what the house did with it by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.booking.operations.sundries import SUNDRIES
from app.booking.queries import PlacedBooking
from app.catalogue.closed import house_of
from app.kernel.words import money, short_day
from app.web.filters import sitting


def _text(facts: Mapping[str, Any], booking: PlacedBooking) -> str:
    return money(abs(facts["amount_minor"]), booking.quote.currency, pence=True)


def _charged(facts: Mapping[str, Any], booking: PlacedBooking) -> tuple[str, str]:
    return f"{_text(facts, booking)} put on your bill", SUNDRIES.get(facts["sundry"], "")


def _charge_corrected(facts: Mapping[str, Any], booking: PlacedBooking) -> tuple[str, str]:
    return f"{_text(facts, booking)} taken off your bill again", SUNDRIES.get(facts["sundry"], "")


def _goodwill(facts: Mapping[str, Any], booking: PlacedBooking) -> tuple[str, str]:
    return f"We took {_text(facts, booking)} off", "For goodwill"


def _refund_asked(facts: Mapping[str, Any], booking: PlacedBooking) -> tuple[str, str]:
    return f"We gave {_text(facts, booking)} back", "It goes the way it came"


def _supper_moved(facts: Mapping[str, Any], booking: PlacedBooking) -> tuple[str, str]:
    begins = {own.id: sitting(own.begins) for own in house_of(booking.basket.location_id).sittings}
    night = short_day(date.fromisoformat(facts["night"]))
    before, after = begins.get(facts["before"]), begins.get(facts["after"])
    return f"Supper of {night} moved", f"From {before} to {after}" if before and after else ""


def _readdressed(_: Mapping[str, Any], __: PlacedBooking) -> tuple[str, str]:
    return "Put into another name", "Links sent before open nothing any more"


BY_HOUSE = {
    "charged": _charged,
    "charge_corrected": _charge_corrected,
    "goodwill": _goodwill,
    "readdressed": _readdressed,
    "refund_asked": _refund_asked,
    "supper_moved": _supper_moved,
}
