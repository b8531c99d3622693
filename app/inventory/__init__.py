"""What may be sold, what is held, and by whom."""

from app.inventory.errors import SoldOut
from app.inventory.rules import Want, for_night, for_stay

__all__ = ["SoldOut", "Want", "for_night", "for_stay"]
