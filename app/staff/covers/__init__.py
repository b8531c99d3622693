"""The covers sheet: who eats when, what they cannot eat, and whether the kitchen has read it."""

from app.staff.covers.views import blueprint

__all__ = ["blueprint"]
