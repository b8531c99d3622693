"""Notices: what a house tells its guests, whom it touches, and who still has to be rung up."""

from app.staff.notices import calls, steps, writing
from app.staff.notices.shared import blueprint

__all__ = ["blueprint", "calls", "steps", "writing"]
