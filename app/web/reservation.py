"""schema.org description of a booking, for machines that read its page or its mail."""

from __future__ import annotations

from typing import Any

from app.booking.queries import PlacedBooking
from app.catalogue.closed import house_of, room_type_of
from app.kernel.party import together
from app.kernel.words import money, tallied
from app.web.stay_words import leaving_hour


def json_ld(booking: PlacedBooking) -> dict[str, Any]:
    """The reservation for machines (schema.org/LodgingReservation); no name of the guest in it."""
    house = house_of(booking.basket.location_id)
    basket = booking.basket
    party = together(own.party for own in basket.stays)
    state = "ReservationCancelled" if booking.state == "cancelled" else "ReservationConfirmed"
    return {
        "@context": "https://schema.org",
        "@type": "LodgingReservation",
        "reservationNumber": booking.reference,
        "reservationStatus": f"https://schema.org/{state}",
        "checkinTime": _wall(basket.arrival.isoformat(), house.check_in_time.isoformat()),
        "checkoutTime": _wall(basket.departure.isoformat(), leaving_hour(booking, house).isoformat()),
        "lodgingUnitDescription": tallied([room_type_of(own.room_type_id).name for own in basket.stays]),
        "numAdults": party.adults,
        "numChildren": len(party.children) + party.cots,
        "totalPrice": money(booking.quote.total_minor, "", pence=True).strip().replace(",", ""),
        "priceCurrency": booking.quote.currency,
        "reservationFor": {
            "@type": "Hotel",
            "name": house.name,
            "address": house.address,
            "telephone": house.telephone,
        },
    }


def _wall(day: str, time: str) -> str:
    return f"{day}T{time}"
