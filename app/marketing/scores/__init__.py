"""What guests say in numbers: recommending, ease, each part of the stay, and who answered."""

from app.marketing.scores.views import blueprint

__all__ = ["blueprint"]
