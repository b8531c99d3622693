"""Cases: guests to whom something went wrong, and what the house does about it."""

from app.staff.cases import opening, views
from app.staff.cases.shared import blueprint

__all__ = ["blueprint", "opening", "views"]
