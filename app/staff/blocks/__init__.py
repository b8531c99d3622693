"""Blocks of rooms for groups: kept until a day, and booked out of guest by guest."""

from app.staff.blocks import holding, picking
from app.staff.blocks.shared import blueprint

__all__ = ["blueprint", "holding", "picking"]
