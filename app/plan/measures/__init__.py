"""The figures that a goal or an action may name, each with its query."""

from app.plan.measures.figure import MEAN, MONEY, NO_DATA, NPS, RATE, SHARE, Figure, compared, figure_of
from app.plan.measures.listed import MEASURES, measured, measured_by_house, sales_measured
from app.plan.measures.measure import Days, Measure

__all__ = [
    "MEAN",
    "MEASURES",
    "MONEY",
    "NO_DATA",
    "NPS",
    "RATE",
    "SHARE",
    "Days",
    "Figure",
    "Measure",
    "compared",
    "figure_of",
    "measured",
    "measured_by_house",
    "sales_measured",
]
