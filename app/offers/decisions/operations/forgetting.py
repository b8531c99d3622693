"""What the log keeps no longer than it says."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, insert, select, update

from app.offers.decisions.models import OfferDecision, OfferModel, OfferPast, OfferRefusal
from app.store import db, transaction, write

KEPT = timedelta(days=760)
"""25 months, as visits are."""

REFUSALS_KEPT = timedelta(days=60)
"""Longer than a refusal holds."""

MODELS_KEPT = 14
"""Nights whose policies can be looked at again, adopted or not."""

MOST = 5_000
"""Decisions that are forgotten in one transaction."""

KEY = ("day_on", "promotion_id", "place", "arm", "currency")
SUMS = ("shown", "taken", "kept", "came", "revenue_minor", "cost_minor")
_decision, _past, _refusal = OfferDecision.__table__, OfferPast.__table__, OfferRefusal.__table__
_model = OfferModel.__table__


def forget_decisions(before: datetime, timezone: str) -> int:
    """Up to 5,000 decisions made before then are gone, the oldest first, and stand in the sums of their days on that
    calendar; answers how many."""

    def work() -> int:
        # First who they are, from an index: where none is old no row is read.
        which = select(_decision.c.id).where(_decision.c.at < before).order_by(_decision.c.at, _decision.c.id)
        ids = list(db.session.scalars(which.limit(MOST)))
        old = db.session.execute(select(*_decision.c).where(_decision.c.id.in_(ids))).all() if ids else []
        sums: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0] * len(SUMS))
        for row in old:
            day_on = row.at.astimezone(ZoneInfo(timezone)).date()
            key = (day_on, row.promotion_id, row.place, row.arm, row.currency or "")
            for place, count in enumerate(_counted(row)):
                sums[key][place] += count
        for key, counts in sorted(sums.items()):
            _add(dict(zip(KEY, key, strict=True)), dict(zip(SUMS, counts, strict=True)))
        if old:
            write(delete(_decision).where(_decision.c.id.in_([row.id for row in old])))
        return len(old)

    return transaction(work)


def forget_refusals(before: datetime) -> int:
    """Refusals of before then are gone; answers how many."""
    return transaction(lambda: int(write(delete(_refusal).where(_refusal.c.at < before)).rowcount))


def forget_models() -> int:
    """Policies are gone but the newest 14 and the newest that was adopted; answers how many. What was learnt from
    guests who are erased by now goes with them."""
    adopted = select(func.max(_model.c.version)).where(_model.c.adopted).scalar_subquery()
    newest = select(_model.c.version).order_by(_model.c.version.desc()).limit(MODELS_KEPT)

    def work() -> int:
        kept = [*db.session.scalars(newest), db.session.scalar(select(adopted))]
        own = [version for version in kept if version is not None]
        return int(write(delete(_model).where(_model.c.version.not_in(own))).rowcount)

    return transaction(work)


def _counted(row: Any) -> tuple[int, ...]:
    kept = row.outcome == "kept"
    return (
        1,
        int(row.outcome is not None),
        int(kept),
        int(bool(row.came)),
        (row.revenue_minor or 0) if kept else 0,
        (row.cost_minor or 0) if kept else 0,
    )


def _add(key: dict[str, Any], counts: dict[str, int]) -> None:
    mine = [_past.c[name] == value for name, value in key.items()]
    more = {name: _past.c[name] + count for name, count in counts.items()}
    if write(update(_past).where(*mine).values(more)).rowcount == 0:
        write(insert(_past), key | counts)
