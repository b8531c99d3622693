"""The end of a house's day: what was taken, what is held, and that nothing of it changes any more."""

from app.booking.day_close.errors import AlreadyClosed, DayLocked, NotOver, StillOpen
from app.booking.day_close.operations import close_day
from app.booking.day_close.queries import (
    ClosedDay,
    DayFigures,
    closed_day,
    closed_days,
    day_figures,
    is_locked,
    next_day,
    require_open,
    unsettled,
)

__all__ = [
    "AlreadyClosed",
    "ClosedDay",
    "DayFigures",
    "DayLocked",
    "NotOver",
    "StillOpen",
    "close_day",
    "closed_day",
    "closed_days",
    "day_figures",
    "is_locked",
    "next_day",
    "require_open",
    "unsettled",
]
