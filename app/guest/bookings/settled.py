"""Why nothing was done: nothing can be changed any more, or it is not what was seen."""

from __future__ import annotations

from dataclasses import dataclass

from app.booking.queries import PlacedBooking
from app.catalogue.closed import house_of
from app.web.stay_words import HouseView, house_view


@dataclass(frozen=True, slots=True)
class Settled:
    """The names that `guest/bookings/settled.html` uses."""

    url: str
    reference: str
    heading: str
    sentence: str
    house: HouseView

    @classmethod
    def of(cls, booking: PlacedBooking, token: str, heading: str, sentence: str) -> Settled:
        house = house_of(booking.basket.location_id)
        shown = house_view(house, booking.basket.arrival)
        return cls(f"/bookings/{token}", booking.reference, heading, sentence, shown)


@dataclass(frozen=True, slots=True)
class Moved:
    """What was shown is not so any more; the sums are empty where it is not the price that changed."""

    code: str
    sentence: str
    old_text: str = ""
    new_text: str = ""
