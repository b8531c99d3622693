"""What changing a placed booking would come to: nothing is written here."""

from app.booking.amendment.offer import AmendmentOffer, NightPrice, PartChange, price_amendment
from app.booking.amendment.terms import GivenUpNights

__all__ = ["AmendmentOffer", "GivenUpNights", "NightPrice", "PartChange", "price_amendment"]
