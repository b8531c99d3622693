"""Keeping what the log of decisions comes to by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, insert, select

from app.kernel import clock
from app.offers.decisions.models import OfferDecision
from app.offers.proof.groups import Groups, groups_by_offer
from app.offers.proof.models import OfferArmDay, OfferDay, OfferGroup, OfferSums
from app.offers.proof.rules.sums import Decided, Sums, sum_up
from app.offers.proof.shares import shares
from app.store import db, transaction, write
from app.store.version import raise_versions

OFFER_SUMS = "offer_sums"
"""The number of this scope rises with every sum of the log."""

LEAST_DECISIONS = 20_000
"""A site with fewer reads its log as fast as sums of it."""

READ = 10_000
"""Decisions that are read at once."""

_decision = OfferDecision.__table__
_sums, _day, _arm_day = OfferSums.__table__, OfferDay.__table__, OfferArmDay.__table__
_group = OfferGroup.__table__


def sum_up_decisions(zone: str, least: int = LEAST_DECISIONS) -> int:
    """The whole log is summed up by days of that calendar as it stands now; pages add what was decided since.

    Answers how many decisions were; 0, and no sums are kept, where there are fewer than `least`. They are counted anew
    each time: whichever of two runs is the last leaves what is right.
    """
    n, upto_id = db.session.execute(select(func.count(), func.max(_decision.c.id))).one()
    if n < max(1, least):
        if db.session.execute(select(_sums.c.id)).first():
            transaction(_forget)
        return 0
    now, found = clock.now(), counted_anew(upto_id, zone)
    groups = groups_by_offer(found)
    row = {
        "id": 1, "at": now, "zone": zone, "upto_id": upto_id, "decisions": found.decisions, "steps": found.steps,
    }  # fmt: skip
    transaction(partial(_keep, row, found, groups))
    return found.decisions


def counted_anew(upto_id: int, zone: str) -> Sums:
    """What decisions up to that one come to now."""
    return sum_up(_decided(upto_id, zone))


def _decided(upto_id: int, zone: str) -> Iterator[Decided]:
    wall, verdict_at = ZoneInfo(zone), shares().verdict_at
    first = db.session.execute(select(func.min(_decision.c.id))).scalar() or 1
    for begin in range(first, upto_id + 1, READ):
        span = _decision.c.id.between(begin, min(upto_id, begin + READ - 1))
        rows = db.session.execute(
            select(
                _decision.c.promotion_id, _decision.c.instead_id, _decision.c.guest_id, _decision.c.arm,
                _decision.c.at, _decision.c.came, _decision.c.outcome, _decision.c.currency,
                func.coalesce(_decision.c.revenue_minor, 0), func.coalesce(_decision.c.cost_minor, 0),
                _decision.c.reward.is_not(None),
            ).where(span)
        )  # fmt: skip
        for promotion_id, instead_id, guest_id, arm, at, *became in rows:
            late = verdict_at is not None and at >= verdict_at
            day_on = at.astimezone(wall).date()
            yield Decided(promotion_id, instead_id, guest_id, arm, at, day_on, late, *became)


def _keep(row: dict[str, Any], found: Sums, groups: Mapping[int, Groups]) -> None:
    _forget()
    days = [key._asdict() | asdict(own) for key, own in sorted(found.days.items())]
    arms = [key._asdict() | asdict(own) for key, own in sorted(found.arms.items())]
    _insert(_day, days)
    _insert(_arm_day, arms)
    _insert(
        _group,
        [
            {"promotion_id": promotion_id} | key._asdict() | asdict(one)
            for promotion_id, own in groups.items()
            for key, one in own.items()
        ],
    )
    _insert(_sums, [row])


def _insert(table: Any, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        write(insert(table), rows)


def _forget() -> None:
    for table in (_sums, _day, _arm_day, _group):
        write(delete(table))
    raise_versions([OFFER_SUMS])
