"""How full the houses are and what a room earns, by night and by stay."""

from app.insight.performance.nights import nights_sold
from app.insight.performance.rules import DEFINITIONS, Performance, Period, Stays, year_before
from app.insight.performance.stays import on_the_books, stays_arriving

__all__ = [
    "DEFINITIONS",
    "Performance",
    "Period",
    "Stays",
    "nights_sold",
    "on_the_books",
    "stays_arriving",
    "year_before",
]
