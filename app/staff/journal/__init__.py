"""`/staff/<house>/journal`: who did what, when, and what it was before."""

from app.staff.journal.views import blueprint

__all__ = ["blueprint"]
