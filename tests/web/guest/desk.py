"""What tests of the checkout do again and again."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.store import db
from tests import cast
from tests.page import Page, Visitor

ANNA = {"name": "Anna Whitlock", "email": "anna@example.com", "phone": "07700 900461"}
WEEKEND = {"arrival": "2027-03-05", "departure": "2027-03-07", "adults": "2"}


def choose(
    visitor: Visitor, plan: str = "flexible", room_type: str = "shepherds-hut", status: int = 200, **more: str
) -> Page:
    house = cast.found()
    rate = f"{house.room_types[room_type]}:{house.plans[plan]}"
    return visitor.post("/checkout", WEEKEND | {"rate": rate} | more, status=status)


def count(model: Any) -> int:
    return fresh().execute(select(func.count()).select_from(model)).scalar_one()


def token_of(page: Page) -> str:
    return page.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]


def pay(visitor: Visitor, page: Page, card: str) -> Page:
    return visitor.submit(page.form(), press=f"card={card}")


def fresh() -> Session:
    """The test's own session, reading what requests have written meanwhile."""
    db.session.rollback()
    return db.session()


def visible_fields(page: Page) -> set[str]:
    """Names of the fields that stand open on a page: not hidden, not folded away."""
    folded = {field for fold in page.all("details") if "open" not in fold.attrib for field in fold.iter()}
    main = next(page.tree.iter("main"))
    return {
        field.attrib["name"]
        for tag in ("input", "select", "textarea")
        for field in main.iter(tag)
        if field.get("type") != "hidden" and field not in folded
    }
