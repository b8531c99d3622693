"""How easy booking was for those who did not say, learnt from those who did and what each of them went through."""

from app.experience.effort.operations import refit
from app.experience.effort.queries import newest_model
from app.experience.effort.rules import LEAST_ANSWERS, Model, features

__all__ = ["LEAST_ANSWERS", "Model", "features", "newest_model", "refit"]
