"""The funnel: its steps, what they are broken down by, its weeks, times and paths, and the visits behind a drop."""

from app.marketing.funnel.views import blueprint

__all__ = ["blueprint"]
