"""What changing a placed booking would come to: nothing is written here."""

from app.booking.amendment.compared import AmendmentOffer, NightPrice, PartChange
from app.booking.amendment.elsewhere import HouseMove, baskets_elsewhere, price_house_move, sold_elsewhere
from app.booking.amendment.offer import price_amendment
from app.booking.amendment.terms import GivenUpNights

__all__ = [
    "AmendmentOffer",
    "GivenUpNights",
    "HouseMove",
    "NightPrice",
    "PartChange",
    "baskets_elsewhere",
    "price_amendment",
    "price_house_move",
    "sold_elsewhere",
]
