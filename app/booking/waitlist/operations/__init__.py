"""The only writers of the waitlist, beside `serving`."""

from app.booking.waitlist.operations.joining import Joined, join, waitable
from app.booking.waitlist.operations.taking import leave, take
from app.booking.waitlist.operations.tending import end_entries, forget_entries, open_nights, reopen, serve_waiting

__all__ = [
    "Joined",
    "end_entries",
    "forget_entries",
    "join",
    "leave",
    "open_nights",
    "reopen",
    "serve_waiting",
    "take",
    "waitable",
]
