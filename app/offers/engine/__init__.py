"""Which offers a guest is shown, and how likely each was: Thompson sampling over linear models, one an offer.

Pure, and of the standard library alone. Only `app.offers.engine.refit` and the simulation need numpy; they are imported
by jobs and commands, never by a page.
"""

from app.offers.engine.choice import FLOOR, Choice, Prediction, draw, propensities, rank
from app.offers.engine.documents import NoModel, from_document, to_document
from app.offers.engine.features import GUESTS_HAVE, NAMES, NOBODY, Context, Past, features, season_of, situation
from app.offers.engine.model import BASE, Model, Vector, untaught
from app.offers.engine.popularity import ANYWHERE, Popularity
from app.offers.engine.posterior import Posterior, Sparse
from app.offers.engine.settings import SETTINGS, Settings

__all__ = [
    "ANYWHERE",
    "BASE",
    "FLOOR",
    "GUESTS_HAVE",
    "NAMES",
    "NOBODY",
    "SETTINGS",
    "Choice",
    "Context",
    "Model",
    "NoModel",
    "Past",
    "Popularity",
    "Posterior",
    "Prediction",
    "Settings",
    "Sparse",
    "Vector",
    "draw",
    "features",
    "from_document",
    "propensities",
    "rank",
    "season_of",
    "situation",
    "to_document",
    "untaught",
]
