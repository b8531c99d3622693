"""The end of the day, and the month for the accountant."""

from app.staff.day_close.views import blueprint

__all__ = ["blueprint"]
