"""How the facilities of the houses are: what is closed or limited, since when, and what is done about it."""

from app.care.facilities.errors import ImpossibleTime, StateChanged, UnknownFacility
from app.care.facilities.operations import report
from app.care.facilities.queries import STATUS, Reported, reported_since, state_now

__all__ = [
    "STATUS",
    "ImpossibleTime",
    "Reported",
    "StateChanged",
    "UnknownFacility",
    "report",
    "reported_since",
    "state_now",
]
