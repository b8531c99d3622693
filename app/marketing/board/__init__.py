"""The KPI board."""

from app.marketing.board.views import blueprint

__all__ = ["blueprint"]
