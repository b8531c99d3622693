"""schema.org descriptions of what a page shows, for machines that read it (Hotel, HotelRoom, Offer)."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from app.catalogue.queries import House
from app.guest.cards import HouseCard, RoomTypeCard
from app.guest.offers import RoomOffer


def hotel(house: House, card: HouseCard, cheapest_minor: int | None) -> dict[str, Any]:
    """The house as a Hotel; the price is the cheapest total that its page shows."""
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Hotel",
        "name": house.name,
        "description": card.summary,
        "telephone": card.telephone,
        "email": card.email,
        "address": card.address,
        "url": card.path,
        "checkinTime": house.check_in_time.isoformat("minutes"),
        "checkoutTime": house.check_out_time.isoformat("minutes"),
        "amenityFeature": [
            {"@type": "LocationFeatureSpecification", "name": name, "value": True} for _, name, _ in card.facilities
        ],
    }
    if house.latitude_e6 is not None and house.longitude_e6 is not None:
        described["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": house.latitude_e6 / 1e6,
            "longitude": house.longitude_e6 / 1e6,
        }
    if cheapest_minor is not None:
        described["makesOffer"] = _offer(cheapest_minor, house.currency)
    return described


def hotel_room(house: House, card: HouseCard, room_type: RoomTypeCard, offer: RoomOffer) -> dict[str, Any]:
    """The room type as a HotelRoom with the rates that its page shows as Offers."""
    return {
        "@context": "https://schema.org",
        "@type": "HotelRoom",
        "name": f"{plain(room_type.name)}, {house.name}",
        "description": room_type.words["title"],
        "url": room_type.path,
        "containedInPlace": {"@type": "Hotel", "name": house.name, "url": card.path},
        "offers": [{**_offer(rate.total_minor, house.currency), "name": plain(rate.name)} for rate in offer.rates],
    }


def plain(escaped: str) -> str:
    """The words of a card, which are escaped for HTML, as they were written."""
    return Markup(escaped).unescape()  # nosec B704


def _offer(total_minor: int, currency: str) -> dict[str, Any]:
    return {"@type": "Offer", "price": f"{total_minor / 100:.2f}", "priceCurrency": currency}
