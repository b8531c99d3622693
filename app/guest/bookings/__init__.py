"""A guest's booking by its secret link, from just booked until after the stay."""

from app.guest.bookings import (
    amendment,
    arrival,
    cancellation,
    documents,
    house_move,
    messages,
    notices,
    party,
    payment,
    requests,
    show,
)
from app.guest.bookings.shared import blueprint

__all__ = [
    "amendment",
    "arrival",
    "blueprint",
    "cancellation",
    "documents",
    "house_move",
    "messages",
    "notices",
    "party",
    "payment",
    "requests",
    "show",
]
