"""A guest's booking by its secret link, from just booked until after the stay."""

from app.guest.bookings import arrival, documents, party, payment, requests, show
from app.guest.bookings.shared import blueprint

__all__ = ["arrival", "blueprint", "documents", "party", "payment", "requests", "show"]
