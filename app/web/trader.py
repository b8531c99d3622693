"""Who the guest's contract is with: every page names it, so it is kept in memory for a minute."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app
from sqlalchemy import select

from app.catalogue.models import Trader
from app.kernel import clock
from app.store import db

SECONDS_KEPT = 60
NOBODY = Trader(
    group_name="Quince", name="", address="", telephone="", email="", company_number="", vat_number="", demo=False
)  # fmt: skip


def trader() -> Trader:
    """The trader as it stood at most a minute ago; a nameless one while the database holds none."""
    kept: tuple[float, Trader] | None = current_app.extensions.get("trader")
    if kept and clock.monotonic() - kept[0] < SECONDS_KEPT:
        return kept[1]
    found = db.session().scalar(select(Trader).limit(1))
    if found is None:
        return NOBODY
    db.session().expunge(found)
    current_app.extensions["trader"] = (clock.monotonic(), found)
    return found


def register(app: Flask) -> None:
    """Every template has `trader`."""

    @app.context_processor
    def with_trader() -> dict[str, Any]:
        return {"trader": trader()}
