"""Rates of a house: the grid, its draft, and what guests will see of it."""

from app.staff.rates import draft, grid
from app.staff.rates.shared import blueprint

__all__ = ["blueprint", "draft", "grid"]
