"""Bookings as the house sees them: found by anything, with their folio, changed and cancelled for the guest."""

from app.staff.bookings import amendment, cancellation, documents, folio, guest, notes, search, show
from app.staff.bookings.shared import blueprint

__all__ = ["amendment", "blueprint", "cancellation", "documents", "folio", "guest", "notes", "search", "show"]
