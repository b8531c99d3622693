"""`/survey/<token>`: what a guest is asked about booking and staying."""

from app.guest.surveys import views
from app.guest.surveys.shared import blueprint

__all__ = ["blueprint", "views"]
