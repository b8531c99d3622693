"""A guest's booking by its secret link, from just booked until after the stay."""

from app.guest.bookings import arrival, party, payment, requests, show
from app.guest.bookings.shared import blueprint

__all__ = ["arrival", "blueprint", "party", "payment", "requests", "show"]
