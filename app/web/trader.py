"""Who the guest's contract is with: every page names it."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from app.catalogue.queries import Trader, catalogue

NOBODY = Trader("Quince", "", "", "", "", "", "", demo=False)


def trader() -> Trader:
    """The trader of the current catalogue; while the database does not answer, the last one known."""
    try:
        known = catalogue().trader or NOBODY
    except SQLAlchemyError:
        return current_app.extensions.get("trader", NOBODY)
    current_app.extensions["trader"] = known
    return known


def register(app: Flask) -> None:
    """Every template has `trader`."""

    @app.context_processor
    def with_trader() -> dict[str, Any]:
        return {"trader": trader()}
