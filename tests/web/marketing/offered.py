"""Offers that are there already, and how a test looks at them after a page has changed them."""

from __future__ import annotations

from typing import Any

from app.offers.segments import Conditions, audience_of
from app.promotions.operations import make
from app.promotions.queries import by_slug, promotion_of
from app.promotions.rules import Promotion, Wanted
from app.store import db
from tests.cast import found
from tests.page import Page

LIST = "/marketing/offers"


def made(slug: str = "autumn", **wanted: Any) -> Promotion:
    wanted = {"percent_bp": 1000, "houses": (found().id,), **wanted}
    kind = wanted.pop("kind", "percent")
    promotion = promotion_of(make(Wanted(slug, "Autumn for less", kind, **wanted), by=None))
    assert promotion is not None
    return promotion


def sent(page: Page, **data: str) -> dict[str, str]:
    """What a form that the page does not have would send."""
    return {"csrf_token": page.all("input", name="csrf_token")[0].attrib["value"], **data}


def now(slug: str) -> Promotion:
    db.session.remove()
    promotion = by_slug(slug)
    assert promotion is not None
    return promotion


def whom(promotion: Promotion) -> Conditions:
    db.session.remove()
    return audience_of(promotion.id).conditions
