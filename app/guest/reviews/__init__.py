"""Writing a review, reading what others wrote, and saying that one breaks a rule."""

from app.guest.reviews import listed, reporting, writing
from app.guest.reviews.shared import blueprint

__all__ = ["blueprint", "listed", "reporting", "writing"]
