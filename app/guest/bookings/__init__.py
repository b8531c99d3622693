"""A guest's booking by its secret link, from just booked until after the stay."""

from app.guest.bookings import show
from app.guest.bookings.shared import blueprint

__all__ = ["blueprint", "show"]
