"""What guests say of a house in public: answering, and removing for a published reason."""

from app.staff.reviews.views import blueprint

__all__ = ["blueprint"]
