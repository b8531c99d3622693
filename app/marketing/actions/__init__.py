"""The action plan: a list that judges itself, and the forms behind it."""

from app.marketing.actions.views import blueprint

__all__ = ["blueprint"]
