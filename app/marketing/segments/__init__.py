"""Named audiences that offers and campaigns share."""

from app.marketing.segments.views import blueprint

__all__ = ["blueprint"]
