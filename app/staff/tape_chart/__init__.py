"""The tape chart: rooms down, nights across, and moving what stands on it."""

from app.staff.tape_chart import moves, views
from app.staff.tape_chart.shared import blueprint

__all__ = ["blueprint", "moves", "views"]
