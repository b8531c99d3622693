"""How the houses are: what was reported of their facilities, joined with what notices say, for everybody to read."""

from app.care.status.queries import Board, FacilityNow, HouseNow, StatusNotice, board, house_now
from app.care.status.rules import Episode

__all__ = ["Board", "Episode", "FacilityNow", "HouseNow", "StatusNotice", "board", "house_now"]
