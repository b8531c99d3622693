"""Today: what a house's day is made of, of one house and of all."""

from app.staff.today.views import blueprint

__all__ = ["blueprint"]
