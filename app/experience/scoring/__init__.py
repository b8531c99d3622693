"""Scores of a file of answers that anybody wrote: the figures of the site from a file, to the digit."""

from app.experience.scoring.answers import Answers, Columns, read_answers
from app.experience.scoring.population import rake_answers
from app.experience.scoring.report import ces_figures, change, csat_figures, nps_figures, scores, with_weighted

__all__ = [
    "Answers",
    "Columns",
    "ces_figures",
    "change",
    "csat_figures",
    "nps_figures",
    "rake_answers",
    "read_answers",
    "scores",
    "with_weighted",
]
