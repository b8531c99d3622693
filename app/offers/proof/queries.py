"""What offers add, read from the log of decisions with few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, literal, literal_column, null, select
from sqlalchemy.sql.elements import ColumnElement

from app.kernel import clock
from app.offers.decisions.models import OfferDecision
from app.offers.proof.measured import Compared, Measured, Worth
from app.offers.proof.rules import HOLDOUT, OFFERS, Counted, measure_counted
from app.offers.proof.shares import Shares, shares
from app.store import db

_decision = OfferDecision.__table__
KEPT = _decision.c.outcome == literal_column("'kept'")
"""Spelled as in the index of what was kept, which serves nothing else."""
ALL: ColumnElement[Any] = null()

Instants = tuple[datetime, datetime]
"""From the one up to but not the other."""


def measured_all(within: Instants | None = None) -> Measured:
    """All offers together, in the decisions made between two instants. Four statements."""
    return _measured(_counted(within), None, within).get(None, Measured())


def measured_offers(within: Instants | None = None) -> dict[int, Measured]:
    """Each offer that was shown, or would have been. Four statements."""
    return {
        key: one for key, one in _measured(_counted_by_offer(within), _decision.c.promotion_id, within).items() if key
    }


def compared_by_bucket(bounds: Sequence[datetime]) -> list[Compared]:
    """All offers together, between each two of the instants and the next. Two statements."""
    counted = _counts((bounds[0], bounds[-1]), _bucket(bounds), [], shares())
    return [
        compared_counted(counted.get(place, []), min(clock.now(), bounds[place + 1]))
        for place in range(len(bounds) - 1)
    ]


def _measured(
    counted: dict[Any, list[Counted]], by: ColumnElement[Any] | None, within: Instants | None
) -> dict[Any, Measured]:
    sums, now = done(by, _within(within)), clock.now()
    keys = sorted({*sums, *counted}, key=lambda key: key or 0)
    return {key: whole(sums.get(key, Measured(key)), key, compared_counted(counted.get(key, []), now)) for key in keys}


def whole(sums: Measured, promotion_id: int | None, compared: Compared) -> Measured:
    """What was shown and done, with the comparison."""
    return Measured(promotion_id, sums.shown, sums.times, sums.taken, sums.kept, sums.worth, compared)


def done(by: ColumnElement[Any] | None, where: Sequence[ColumnElement[bool]]) -> dict[Any, Measured]:
    """Shown, taken and kept, and the worth of what was kept: two statements."""
    key: ColumnElement[Any] = ALL if by is None else by
    group = [] if by is None else [by]
    worth: dict[Any, list[Worth]] = defaultdict(list)
    currency = _decision.c.currency
    revenue, cost = func.sum(_decision.c.revenue_minor), func.sum(func.coalesce(_decision.c.cost_minor, 0))
    for row in db.session.execute(
        select(key.label("key"), currency, func.count(), revenue, cost)
        .where(*where, KEPT, currency.is_not(None))
        .group_by(*group, currency)
        .order_by(currency)
    ):
        worth[row[0]].append(Worth(row[1], row[2], int(row[3] or 0), int(row[4])))
    counts = select(
        key.label("key"),
        func.count(_decision.c.guest_id.distinct()),
        func.count(),
        func.count(_decision.c.outcome),
        func.sum(case((KEPT, 1), else_=0)),
    )
    rows = db.session.execute(counts.where(*where).group_by(*group))
    return {row[0]: Measured(row[0], row[1], row[2], row[3], int(row[4]), worth[row[0]]) for row in rows if row[2]}


def _counted(within: Instants | None) -> dict[Any, list[Counted]]:
    return _counts(within, ALL, [], shares())


def _counted_by_offer(within: Instants | None) -> dict[Any, list[Counted]]:
    return _counts(within, CHOSEN, [_decision.c.instead_id.is_not(None)], shares())


CHOSEN = case((_decision.c.arm == OFFERS, _decision.c.promotion_id), else_=_decision.c.instead_id)
"""What the guest's history would have them shown there; who is held out did not see it."""


def _counts(
    within: Instants | None, key: ColumnElement[Any], where: Sequence[ColumnElement[bool]], parts: Shares
) -> dict[Any, list[Counted]]:
    """Guests and those of them who came, by key, arm and whether it was after the first verdict; one statement."""
    inner = guests_of(key, [*where, *_within(within)], parts).subquery()
    rows = db.session.execute(
        select(
            inner.c.key, inner.c.arm, inner.c.late, func.count(), func.sum(inner.c.came), func.min(inner.c.first_at)
        ).group_by(inner.c.key, inner.c.arm, inner.c.late)
    )
    found: dict[Any, list[Counted]] = defaultdict(list)
    for key_, arm, late, n, came, first_at in rows:
        found[key_].append(Counted(arm, parts.of(late), n, int(came), first_at))
    return found


def guests_of(key: ColumnElement[Any], where: Sequence[ColumnElement[bool]], parts: Shares) -> Select[Any]:
    """A row for every guest of either arm, on either side of the first verdict: when they first came into it, and
    whether they came. Guests of whom nothing is known yet are left out, in both arms alike."""
    late: ColumnElement[Any] = (
        literal(0) if parts.verdict_at is None else case((_decision.c.at >= parts.verdict_at, 1), else_=0)
    )
    return (
        select(
            key.label("key"),
            late.label("late"),
            _decision.c.arm,
            _decision.c.guest_id,
            func.min(_decision.c.at).label("first_at"),
            func.max(case((_decision.c.came, 1), else_=0)).label("came"),
        )
        .where(_decision.c.arm.in_((OFFERS, HOLDOUT)), _decision.c.came.is_not(None), *where)
        .group_by(_decision.c.guest_id, _decision.c.arm, "key", "late")
    )


def _bucket(bounds: Sequence[datetime]) -> ColumnElement[Any]:
    if len(bounds) <= 2:
        return literal(0)
    return case(*((_decision.c.at < upto, place) for place, upto in enumerate(bounds[1:-1])), else_=len(bounds) - 2)


def _within(within: Instants | None) -> list[ColumnElement[bool]]:
    return [] if within is None else [_decision.c.at >= within[0], _decision.c.at < within[1]]


def compared_counted(rows: Sequence[Counted], now: datetime) -> Compared:
    came = {arm: sum(row.came for row in rows if row.arm == arm) for arm in (OFFERS, HOLDOUT)}
    return Compared(came[OFFERS], came[HOLDOUT], measure_counted(rows, now))
