"""Counters per (night, resource): locked in one order, taken and given back by the run.

Two writers wait for each other instead of dying of a deadlock; SQLite's writers are alone anyway.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from sqlalchemy import and_, bindparam, case, or_, select, update

from app.inventory.errors import SoldOut
from app.inventory.models import Allotment
from app.inventory.rules import Run, nights_between, runs
from app.store import db, is_sqlite, savepoint, write

_allotment = Allotment.__table__

_NIGHTS = and_(
    _allotment.c.resource_id == bindparam("resource"),
    _allotment.c.night >= bindparam("first"),
    _allotment.c.night < bindparam("until"),
)
_TAKE = (
    update(_allotment)
    .where(_NIGHTS, _allotment.c.taken + bindparam("wanted") <= _allotment.c.sellable)
    .values(taken=_allotment.c.taken + bindparam("wanted"))
)
_SETTLED = case((_allotment.c.short < bindparam("freed"), _allotment.c.short), else_=bindparam("freed"))
_GIVE_BACK = (
    update(_allotment)
    .where(_NIGHTS)
    .values(
        taken=_allotment.c.taken - bindparam("freed"),
        sellable=_allotment.c.sellable - _SETTLED,
        short=_allotment.c.short - _SETTLED,
    )
)
_ENOUGH = select(_allotment.c.night).where(_NIGHTS, _allotment.c.taken + bindparam("wanted") <= _allotment.c.sellable)


def lock(keys: set[tuple[int, date]]) -> None:
    """On PostgreSQL, every counter of these (resource, night) keys is ours until the transaction ends."""
    if is_sqlite() or not keys:
        return
    spans = [
        and_(
            _allotment.c.resource_id == run.resource_id, _allotment.c.night >= run.first, _allotment.c.night < run.until
        )
        for run in runs((resource, night, 1) for resource, night in keys)
    ]
    db.session.execute(
        select(_allotment.c.night)
        .where(or_(*spans))
        .order_by(_allotment.c.resource_id, _allotment.c.night)
        .with_for_update()
    ).all()


class _Lacking(Exception):
    """A run that could not be taken whole."""

    def __init__(self, run: Run) -> None:
        self.run = run


@contextmanager
def whole_or_sold_out() -> Iterator[None]:
    """What the block wrote is undone when a run was lacking, and the night is looked up after that."""
    try:
        with savepoint():
            yield
    except _Lacking as lacking:
        raise SoldOut(lacking.run.resource_id, _first_lacking(lacking.run)) from None


def take(wanted: Sequence[Run]) -> None:
    """Every run is taken whole, inside `whole_or_sold_out`, which undoes all of it when one cannot be."""
    for run in wanted:
        values = {"resource": run.resource_id, "first": run.first, "until": run.until, "wanted": run.count}
        if write(_TAKE, values).rowcount != run.nights:
            raise _Lacking(run)


def require(wanted: Sequence[Run]) -> None:
    """Every run could be taken whole now; else `SoldOut` names its first night that lacks."""
    for run in wanted:
        values = {"resource": run.resource_id, "first": run.first, "until": run.until, "wanted": run.count}
        if len(write(_ENOUGH, values).all()) != run.nights:
            raise SoldOut(run.resource_id, _first_lacking(run))


def give_back(freed: Sequence[Run]) -> None:
    """Every run is free again, less what a closure lacks on its nights."""
    for run in freed:
        values = {"resource": run.resource_id, "first": run.first, "until": run.until, "freed": run.count}
        write(_GIVE_BACK, values)


def _first_lacking(run: Run) -> date:
    """The first night of a run on which the count is not there, or its first when it was freed meanwhile."""
    values = {"resource": run.resource_id, "first": run.first, "until": run.until, "wanted": run.count}
    enough = {night for (night,) in db.session.execute(_ENOUGH, values)}
    lacking = [night for night in nights_between(run.first, run.until) if night not in enough]
    return lacking[0] if lacking else run.first
