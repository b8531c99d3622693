"""Several rooms of one house for one party."""

from app.availability.sets.rules import MOST_ROOMS
from app.availability.sets.search import search, search_house

__all__ = ["MOST_ROOMS", "search", "search_house"]
