"""Bookings as the house sees them: found by anything, with their folio, changed and cancelled for the guest."""

from app.staff.bookings import cancellation, documents, folio, search, show
from app.staff.bookings.shared import blueprint

__all__ = ["blueprint", "cancellation", "documents", "folio", "search", "show"]
