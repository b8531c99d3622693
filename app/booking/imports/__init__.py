"""Brings a hotel's history from another system, through the booking operations, in the order in which it happened."""

from app.booking.imports.operations import WHERE_FULL, Refusal, Report, import_bookings
from app.booking.imports.plan import read_capacity
from app.booking.imports.reading import History, read_history, read_mapping
from app.booking.imports.rejects import opened_rejects, write_rejects

__all__ = [
    "WHERE_FULL",
    "History",
    "Refusal",
    "Report",
    "import_bookings",
    "opened_rejects",
    "read_capacity",
    "read_history",
    "read_mapping",
    "write_rejects",
]
