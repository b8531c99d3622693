"""How a house is: its people report what is limited or closed, and end it."""

from app.staff.status.views import blueprint

__all__ = ["blueprint"]
