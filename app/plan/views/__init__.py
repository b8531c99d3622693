"""Pages of the marketing desk with their filters, kept under a name by one person or for everybody."""

from app.plan.views.errors import TitleTaken, UnknownView
from app.plan.views.operations import drop_view, keep_view
from app.plan.views.queries import View, views_for

__all__ = ["TitleTaken", "UnknownView", "View", "drop_view", "keep_view", "views_for"]
