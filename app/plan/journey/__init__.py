"""The journey map: phases, touchpoints, moments of truth and the evidence behind them."""

from app.plan.journey.evidence import KINDS, Evidence, Moments, moments_of_truth
from app.plan.journey.heard import Heard, heard
from app.plan.journey.operations import WHOSE, add_touchpoint, edit_touchpoint, remove_touchpoint
from app.plan.journey.queries import Point, touchpoint, touchpoints
from app.plan.journey.sales import Sold

__all__ = [
    "KINDS",
    "WHOSE",
    "Evidence",
    "Heard",
    "Moments",
    "Point",
    "Sold",
    "add_touchpoint",
    "edit_touchpoint",
    "heard",
    "moments_of_truth",
    "remove_touchpoint",
    "touchpoint",
    "touchpoints",
]
