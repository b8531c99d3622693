"""What the nightly checks found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from app.booking.models import Booking
from app.offers.fair.models import PriceCheck
from app.store import db

_check, _booking = PriceCheck.__table__, Booking.__table__
NIGHTS = 28
"""How many days are shown."""


@dataclass(frozen=True, slots=True)
class Check:
    """One day's check; `differences` are documents as `PriceCheck` keeps them."""

    day: date
    quotes: int
    sampled: int
    equal: int
    differing: int
    not_replayable: int
    offered: int
    differences: list[dict[str, Any]]
    reasons: dict[str, int]
    checked_at: datetime
    done: str | None
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Checks:
    """All days since `since_on`, which is None before the first check; `days` are the newest, `apart` all that had a
    price that differed, both the newest first."""

    since_on: date | None
    nights: int
    sampled: int
    equal: int
    differing: int
    not_replayable: int
    days: tuple[Check, ...] = ()
    apart: tuple[Check, ...] = ()

    @property
    def last(self) -> Check | None:
        return self.days[0] if self.days else None


_SHOWN = [_check.c[name] for name in Check.__dataclass_fields__]


def checks(most: int = NIGHTS) -> Checks:
    """What was found since the first check; three statements."""
    summed = [func.coalesce(func.sum(_check.c[name]), 0) for name in ("sampled", "equal", "differing")]
    totals = db.session.execute(
        select(func.min(_check.c.day), func.count(), *summed, func.coalesce(func.sum(_check.c.not_replayable), 0))
    ).one()
    newest = select(*_SHOWN).order_by(_check.c.day.desc()).limit(most)
    days = tuple(Check(*row) for row in db.session.execute(newest)) if totals[1] else ()
    apart = newest.where(_check.c.differing > 0)
    found = tuple(Check(*row) for row in db.session.execute(apart)) if totals[4] else ()
    since_on, nights, sampled, equal, differing, not_replayable = totals
    return Checks(
        since_on, nights, int(sampled), int(equal), int(differing), int(not_replayable), days=days, apart=found
    )


def check_of(day: date) -> Check | None:
    """One day's check; None where it was not checked."""
    row = db.session.execute(select(*_SHOWN).where(_check.c.day == day)).one_or_none()
    return Check(*row) if row else None


def references_of(quote_ids: list[int]) -> dict[int, str]:
    """The references of the bookings that these quotes belong to; one statement."""
    rows = db.session.execute(
        select(_booking.c.quote_id, _booking.c.reference).where(_booking.c.quote_id.in_(quote_ids))
    )
    return {row.quote_id: row.reference for row in rows}
