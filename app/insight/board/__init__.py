"""The KPI board: who comes back, what guests cost and are worth, who sends others, who books, who waits."""

from app.insight.board.board import board
from app.insight.board.rules import HOURS, MONEY, POINTS, SHARE, Days, Kpi, Point

__all__ = ["HOURS", "MONEY", "POINTS", "SHARE", "Days", "Kpi", "Point", "board"]
