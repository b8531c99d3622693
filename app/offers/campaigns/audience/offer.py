"""The offer that a letter is about, as it stands now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.offers.segments.queries import audience_of
from app.promotions.models import Promotion
from app.store import db

_promotion = Promotion.__table__
RUNS, WAITS, ENDED = "runs", "waits", "ended"


@dataclass(frozen=True, slots=True)
class Offered:
    """The words of an offer, whether it is `for_some` who have to sign in for
    it, and whether it `runs`, `waits` (not started, or paused) or has `ended`."""

    id: int
    slug: str
    title: str
    line: str
    code: str | None
    until_on: date | None
    for_some: bool
    standing: str

    @property
    def facts(self) -> dict[str, Any]:
        """What a letter says of it, as it stood when the letter was announced."""
        until = self.until_on.isoformat() if self.until_on else None
        told = {"slug": self.slug, "title": self.title, "line": self.line, "code": self.code, "until_on": until}
        return told | {"for_some": self.for_some}


def offered(promotion_id: int, today: date) -> Offered | None:
    """The offer as it stands on that day, by its dates, its uses and its budget."""
    row = db.session.execute(select(_promotion).where(_promotion.c.id == promotion_id)).one_or_none()
    if row is None:
        return None
    for_some = row.code is None and not audience_of(row.id).conditions.empty
    return Offered(row.id, row.slug, row.title, row.line, row.code, row.book_until_on, for_some, _standing(row, today))


def _standing(row: Any, today: date) -> str:
    over = row.book_until_on is not None and row.book_until_on < today
    used_up = row.uses_most is not None and row.used >= row.uses_most
    spent = row.budget_minor is not None and row.spent_minor >= row.budget_minor
    if row.state == "stopped" or over or used_up or spent:
        return ENDED
    early = row.book_from_on is not None and today < row.book_from_on
    return WAITS if row.state != "running" or early else RUNS
