"""The checkout desk: a rate is chosen, held, filled in, paid and booked."""

from app.guest.checkouts import details, field, payment, start
from app.guest.checkouts.shared import blueprint

__all__ = ["blueprint", "details", "field", "payment", "start"]
