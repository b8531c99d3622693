"""Cases: guests to whom something went wrong, and what the house does about it."""

from app.staff.cases.views import blueprint

__all__ = ["blueprint"]
