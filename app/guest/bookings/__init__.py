"""A guest's booking by its secret link, from just booked until after the stay."""

from app.guest.bookings import requests, show
from app.guest.bookings.shared import blueprint

__all__ = ["blueprint", "requests", "show"]
