"""What a guest asks for: every desk that looks for rooms reads and writes it here."""

from app.web.search.reading import read_referral, read_search
from app.web.search.search import FEATURES, NAMES, SORTS, SUPPERS, Problem, Search

__all__ = ["FEATURES", "NAMES", "SORTS", "SUPPERS", "Problem", "Search", "read_referral", "read_search"]
