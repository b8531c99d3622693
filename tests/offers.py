"""Promotions for tests: made and started in one step."""

from __future__ import annotations

from typing import Any

from app.promotions import operations
from app.promotions.queries import promotion_of
from app.promotions.rules import Promotion, Wanted
from app.store import db


def offer(slug: str = "less", kind: str = "percent", **gives: Any) -> Promotion:
    """A promotion that runs; 10 % off where nothing else is said."""
    given: dict[str, Any] = {"title": slug.replace("-", " ").capitalize(), "percent_bp": 1000} | gives
    if kind in ("amount", "later_departure") and "percent_bp" not in gives:
        given["percent_bp"] = 0
    made = operations.make(Wanted(slug=slug, kind=kind, **given), by=None)
    operations.start(made, seen_revision=1, by=None)
    return now(made)


def now(promotion_id: int) -> Promotion:
    """The promotion as it stands, with its counts, whoever wrote them."""
    db.session.rollback()
    found = promotion_of(promotion_id)
    assert found is not None
    return found
