"""Changing a booking: its dates, party, room, rate, suppers and extras, with both prices side by side."""

from app.guest.bookings.amendment import extras, views

__all__ = ["extras", "views"]
