"""The parts in which guests are compared, before and after the first verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.offers.decisions.models import Holdout
from app.offers.proof.rules import HALF, offers_share
from app.store import db

_holdout = Holdout.__table__
BP = 10_000


@dataclass(frozen=True, slots=True)
class Shares:
    """The expected part of offers among the guests that are compared: until the first verdict, and since."""

    early: float = HALF
    late: float = HALF
    verdict_at: datetime | None = None

    def of(self, late: bool) -> float:
        """The part on that side of the first verdict."""
        return self.late if late else self.early


def shares() -> Shares:
    """As the hold-out stands; one statement."""
    row = db.session.execute(select(_holdout.c.share_bp, _holdout.c.verdict_at).order_by(_holdout.c.id)).first()
    if row is None:
        return Shares()
    held_out = row.share_bp / BP
    if row.verdict_at is None:
        return Shares(offers_share(held_out), offers_share(held_out))
    return Shares(HALF, offers_share(held_out, max(HALF, held_out)), row.verdict_at)
