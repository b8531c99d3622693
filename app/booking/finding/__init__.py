"""Finding a booking by whatever somebody knows of it."""

from app.booking.finding.queries import FoundBooking, Page, bookings_of, find_bookings, guests_at
from app.booking.finding.rules import Sought, sought

__all__ = ["FoundBooking", "Page", "Sought", "bookings_of", "find_bookings", "guests_at", "sought"]
