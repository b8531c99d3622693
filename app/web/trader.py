"""Who the guest's contract is with: every page names it."""

from __future__ import annotations

from typing import Any

from flask import Flask

from app.catalogue.queries import Trader, catalogue

NOBODY = Trader("Quince", "", "", "", "", "", "", demo=False)
"""Stands in while the database holds no group yet."""


def trader() -> Trader:
    """The trader of the current catalogue."""
    return catalogue().trader or NOBODY


def register(app: Flask) -> None:
    """Every template has `trader`."""

    @app.context_processor
    def with_trader() -> dict[str, Any]:
        return {"trader": trader()}
