"""Rates of a house: the grid, its draft, and what guests will see of it."""

from app.staff.rates import draft, exchange, exports, following, grid, many, night, preview, why
from app.staff.rates.shared import blueprint

__all__ = ["blueprint", "draft", "exchange", "exports", "following", "grid", "many", "night", "preview", "why"]
