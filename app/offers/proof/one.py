"""One offer: whether it works, for whom, and how its lift stood day by day; from the sums of the log, else from it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_, select

from app.catalogue.closed import house_of
from app.kernel import clock
from app.kernel.wall import wall_instant
from app.offers.decisions.models import OfferDecision
from app.offers.proof.groups import Groups, stays_of
from app.offers.proof.measured import Compared, GroupRow, Measured, OneOffer
from app.offers.proof.models import OfferArmDay, OfferGroup
from app.offers.proof.queries import ALL, compared_counted, done, guests_of, whole
from app.offers.proof.rules import HOLDOUT, OFFERS, Counted, DayRow, Unit, by_day, by_day_counted, closed_on, measure
from app.offers.proof.rules.groups import WAYS, GroupKey, GroupSum, Seen, add_groups
from app.offers.proof.shares import Shares, shares
from app.offers.proof.sums import measured_until, summed_at
from app.store import db

_decision, _arm_day, _group = OfferDecision.__table__, OfferArmDay.__table__, OfferGroup.__table__


def measured_offer(promotion_id: int, zone: str) -> OneOffer:
    """Of all time. Eleven statements, however long the log; where it is not summed up four, and one for every five
    hundred guests."""
    at, parts, now = summed_at(zone), shares(), clock.now()
    if at is None:
        figures, days, groups = _read(promotion_id, zone, parts, now)
    else:
        until = measured_until(clock.today(zone), zone, together=False, only=promotion_id)
        figures = until.offers.get(promotion_id, Measured(promotion_id))
        days, groups = _days(promotion_id, parts), _groups(promotion_id)
    return OneOffer(figures, _group_rows(groups, parts, zone, now), days, closed_on(days), at)


@dataclass(frozen=True, slots=True)
class _Guest:
    guest_id: int
    late: bool
    unit: Unit


def _read(promotion_id: int, zone: str, parts: Shares, now: datetime) -> tuple[Measured, list[DayRow], Groups]:
    found, wall = _guests(promotion_id, parts), ZoneInfo(zone)
    units = [one.unit for one in found]
    came = {arm: sum(unit.arm == arm and unit.outcome > 0 for unit in units) for arm in (OFFERS, HOLDOUT)}
    compared = Compared(came[OFFERS], came[HOLDOUT], measure(units, now))
    seen = [
        Seen(one.guest_id, one.unit.arm, one.late, one.unit.at.astimezone(wall).date(), one.unit.outcome > 0)
        for one in found
    ]
    groups: dict[GroupKey, GroupSum] = {}
    add_groups(groups, seen, stays_of({one.guest_id for one in found}))
    sums = done(_decision.c.promotion_id, [_decision.c.promotion_id == promotion_id])
    return whole(sums.get(promotion_id, Measured()), promotion_id, compared), by_day(units, zone), groups


def _guests(promotion_id: int, parts: Shares) -> list[_Guest]:
    seeing = and_(
        _decision.c.promotion_id == promotion_id, _decision.c.arm == OFFERS, _decision.c.instead_id.is_not(None)
    )
    where = [or_(seeing, and_(_decision.c.instead_id == promotion_id, _decision.c.arm == HOLDOUT))]
    return [
        _Guest(row.guest_id, bool(row.late), Unit(row.arm, row.first_at, float(row.came), parts.of(bool(row.late))))
        for row in db.session.execute(guests_of(ALL, where, parts))
    ]


def _days(promotion_id: int, parts: Shares) -> list[DayRow]:
    rows = db.session.execute(
        select(
            _arm_day.c.day_on, _arm_day.c.arm, _arm_day.c.late, _arm_day.c.guests, _arm_day.c.guests_came,
            _arm_day.c.first_at,
        ).where(_arm_day.c.promotion_id == promotion_id)
    )  # fmt: skip
    return by_day_counted((day_on, Counted(arm, parts.of(late), *counts)) for day_on, arm, late, *counts in rows)


def _groups(promotion_id: int) -> Groups:
    rows = db.session.execute(
        select(
            _group.c.way, _group.c.name, _group.c.arm, _group.c.late, _group.c.first_on, _group.c.guests, _group.c.came
        ).where(_group.c.promotion_id == promotion_id)
    )
    return {GroupKey(way, name, arm, late): GroupSum(*counts) for way, name, arm, late, *counts in rows}


def _group_rows(groups: Groups, parts: Shares, zone: str, now: datetime) -> list[GroupRow]:
    """Every group that has anybody, way by way; houses in the order of their names."""
    found: dict[tuple[int, str], list[Counted]] = defaultdict(list)
    for key, one in groups.items():
        first_at = wall_instant(one.first_on, 0, 0, zone)
        found[key.way, key.name].append(Counted(key.arm, parts.of(key.late), one.guests, one.came, first_at))
    rows = []
    for place, way in enumerate(WAYS):
        own = {name: counted for (at, name), counted in found.items() if at == place}
        named = own if way.names else {house_of(int(key)).name: counted for key, counted in own.items()}
        rows += [
            GroupRow(way.words, name, compared_counted(named[name], now))
            for name in way.names or sorted(named)
            if name in named
        ]
    return rows
