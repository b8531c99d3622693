"""How much work it was for the guest to make a booking."""

from app.booking.effort.operations import keep_effort
from app.booking.effort.rules import Effort

__all__ = ["Effort", "keep_effort"]
