"""The only writers of promotions and their uses."""

from app.promotions.operations.making import change, make
from app.promotions.operations.running import pause, start, stop
from app.promotions.operations.taking import (
    adjust,
    give_back,
    give_back_expired,
    hand_over,
    lock,
    prolong,
    revive,
    take,
)

__all__ = [
    "adjust",
    "change",
    "give_back",
    "give_back_expired",
    "hand_over",
    "lock",
    "make",
    "pause",
    "prolong",
    "revive",
    "start",
    "stop",
    "take",
]
