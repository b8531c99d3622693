"""The journey map."""

from app.marketing.journey.views import blueprint

__all__ = ["blueprint"]
