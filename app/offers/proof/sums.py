"""What offers added up to by a day: from the sums of the log and what was decided since, else from the log itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Executable, Table, case, func, literal, select

from app.kernel import clock
from app.kernel.wall import wall_instant
from app.offers.decisions.models import OfferDecision
from app.offers.proof.measured import Compared, Measured, Worth
from app.offers.proof.models import OfferArmDay, OfferDay, OfferSums
from app.offers.proof.queries import (
    KEPT,
    compared_by_bucket,
    compared_counted,
    measured_all,
    measured_offers,
)
from app.offers.proof.rules import Counted
from app.offers.proof.rules.sums import EVERY
from app.offers.proof.shares import shares
from app.offers.proof.summing import OFFER_SUMS
from app.store import db
from app.store.version import Cached, versions

Days = tuple[date, date]
"""The first and the last."""

BEGINNING = timedelta(days=800)
"""Decisions are kept for 25 months: none is older."""

_decision = OfferDecision.__table__
_sums, _day, _arm_day = OfferSums.__table__, OfferDay.__table__, OfferArmDay.__table__


@dataclass(frozen=True, slots=True)
class MeasuredUntil:
    """Each offer that was shown by the end of a day, or would have been, and all of them together. What came of them is
    as it was at `summed_at`; as it is now where that is None."""

    offers: dict[int, Measured]
    whole: Measured
    summed_at: datetime | None = None


def summed_at(zone: str) -> datetime | None:
    """When the log was last summed up by days of that calendar; None where it is not."""
    kept = _kept(zone)
    return None if kept is None else kept.at


def measured_until(last_on: date, zone: str, *, together: bool = True, only: int | None = None) -> MeasuredUntil:
    """Of all decisions up to the end of that day; all offers together only where that is asked, of the sums of `only`
    one offer where that is named. Seven statements, however long the log; eight where it is not summed up."""
    until, kept = _end(last_on, zone), _kept(zone)
    if kept is None:
        within = (until - BEGINNING, until)
        return MeasuredUntil(measured_offers(within), measured_all(within) if together else Measured())
    done, guests = _done(last_on, until, kept.upto_id, only), _guests(last_on, until, kept.upto_id, only)
    compared, nothing = _compared_until(last_on, clock.now(), only), Compared()
    ids = sorted({*done, *guests, *compared} - {EVERY})
    offers = {one: _measured(one, guests.get(one, 0), done.get(one, []), compared.get(one, nothing)) for one in ids}
    every = [one for own in done.values() for one in own]
    return MeasuredUntil(offers, _measured(None, guests.get(EVERY, 0), every, compared.get(EVERY, nothing)), kept.at)


def compared_until(last_on: date, zone: str) -> Compared:
    """All offers together, of all decisions up to the end of that day. Two statements."""
    until = _end(last_on, zone)
    if _kept(zone) is None:
        return compared_by_bucket([until - BEGINNING, until])[0]
    return _compared_until(last_on, min(clock.now(), until), EVERY).get(EVERY, Compared())


def compared_by_month(months: Sequence[Days], zone: str) -> list[Compared]:
    """All offers together, of the decisions of each month, one after the other; the last may end early. Two
    statements."""
    if _kept(zone) is None:
        bounds = [wall_instant(months[0][0], 0, 0, zone), *(_end(last_on, zone) for _, last_on in months)]
        return compared_by_bucket(bounds)
    first, last, parts = months[0][0], months[-1][1], shares()
    month = case(*((_arm_day.c.day_on <= last_on, place) for place, (_, last_on) in enumerate(months)))
    found: dict[int, list[Counted]] = defaultdict(list)
    guests, came = func.sum(_arm_day.c.month_guests), func.sum(_arm_day.c.month_came)
    rows = db.session.execute(
        select(month.label("month"), _arm_day.c.arm, _arm_day.c.late, guests, came, func.min(_arm_day.c.first_at))
        .where(_arm_day.c.promotion_id == EVERY, _arm_day.c.day_on.between(first, last))
        .group_by("month", _arm_day.c.arm, _arm_day.c.late)
    )
    for place, arm, late, n, those, first_at in rows:
        found[place].append(Counted(arm, parts.of(late), int(n), int(those), first_at))
    now = clock.now()
    return [compared_counted(found[place], min(now, _end(last_on, zone))) for place, (_, last_on) in enumerate(months)]


@dataclass(frozen=True, slots=True)
class _Kept:
    at: datetime
    zone: str
    upto_id: int


def _load() -> _Kept | None:
    row = db.session.execute(select(_sums.c.at, _sums.c.zone, _sums.c.upto_id)).one_or_none()
    return None if row is None else _Kept(*row)


_KEPT = Cached(_load, OFFER_SUMS)


def _kept(zone: str) -> _Kept | None:
    """The sums that there are by days of that calendar. No statement while there are no others, or never were any."""
    own = _KEPT.get() if OFFER_SUMS in versions() else None
    return own if own is not None and own.zone == zone else None


def _end(last_on: date, zone: str) -> datetime:
    return wall_instant(last_on + timedelta(days=1), 0, 0, zone)


@dataclass(frozen=True, slots=True)
class _Done:
    """What was shown, in one currency (of what was kept) or none."""

    currency: str
    times: int
    taken: int
    kept: int
    revenue_minor: int
    cost_minor: int


def _done(last_on: date, until: datetime, upto_id: int, only: int | None) -> dict[int, list[_Done]]:
    """By offer; two statements."""
    names = ("times", "taken", "kept", "revenue_minor", "cost_minor")
    summed = (
        select(_day.c.promotion_id, _day.c.currency, *(func.sum(_day.c[name]) for name in names))
        .where(_day.c.day_on <= last_on, _day.c.promotion_id != EVERY, *_of(_day, only))
        .group_by(_day.c.promotion_id, _day.c.currency)
    )
    currency = case((KEPT, func.coalesce(_decision.c.currency, "")), else_="").label("in_currency")
    since = (
        select(
            _decision.c.promotion_id, currency, func.count(), func.count(_decision.c.outcome), _of_kept(literal(1)),
            _of_kept(_decision.c.revenue_minor), _of_kept(_decision.c.cost_minor),
        )
        .where(_decision.c.id > upto_id, _decision.c.at < until, *_of(_decision, only))
        .group_by(_decision.c.promotion_id, "in_currency")
    )  # fmt: skip
    found: dict[int, list[_Done]] = defaultdict(list)
    for statement in (summed, since):
        for promotion_id, of_currency, *counts in db.session.execute(statement):
            found[promotion_id].append(_Done(of_currency, *(int(count or 0) for count in counts)))
    return found


def _of_kept(value: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.sum(case((KEPT, func.coalesce(value, 0)), else_=0))


def _of(table: Table, only: int | None) -> list[ColumnElement[bool]]:
    return [] if only is None else [table.c.promotion_id == only]


def _guests(last_on: date, until: datetime, upto_id: int, only: int | None) -> dict[int, int]:
    """To how many guests each offer was shown, and any; three statements, of one offer two."""
    before = _decision.alias()
    first = (_decision.c.id > upto_id, _decision.c.at < until)
    seen = select(before.c.id).where(
        before.c.guest_id == _decision.c.guest_id, before.c.id <= upto_id, before.c.at < until
    )
    of_it = seen.where(before.c.promotion_id == _decision.c.promotion_id)
    number = func.count(_decision.c.guest_id.distinct())
    found: dict[int, int] = defaultdict(int)
    statements: list[Executable] = [
        select(_day.c.promotion_id, func.sum(_day.c.guests))
        .where(_day.c.day_on <= last_on, *_of(_day, only))
        .group_by(_day.c.promotion_id),
        select(_decision.c.promotion_id, number)
        .where(*first, ~of_it.exists(), *_of(_decision, only))
        .group_by(_decision.c.promotion_id),
    ]
    if only is None:
        statements.append(select(literal(EVERY), number).where(*first, ~seen.exists()))
    for statement in statements:
        for promotion_id, guests in db.session.execute(statement):
            found[promotion_id] += int(guests or 0)
    return found


def _compared_until(last_on: date, now: datetime, only: int | None = None) -> dict[int, Compared]:
    """By offer; two statements."""
    parts, found = shares(), defaultdict[int, list[Counted]](list)
    rows = db.session.execute(
        select(
            _arm_day.c.promotion_id, _arm_day.c.arm, _arm_day.c.late, func.sum(_arm_day.c.guests),
            func.sum(_arm_day.c.came), func.min(_arm_day.c.first_at),
        )
        .where(_arm_day.c.day_on <= last_on, *_of(_arm_day, only))
        .group_by(_arm_day.c.promotion_id, _arm_day.c.arm, _arm_day.c.late)
    )  # fmt: skip
    for promotion_id, arm, late, n, came, first_at in rows:
        found[promotion_id].append(Counted(arm, parts.of(late), int(n), int(came), first_at))
    return {promotion_id: compared_counted(counted, now) for promotion_id, counted in found.items()}


def _measured(promotion_id: int | None, guests: int, done: Sequence[_Done], compared: Compared) -> Measured:
    currencies = sorted({one.currency for one in done} - {""})
    worth = []
    for currency in currencies:
        own = [one for one in done if one.currency == currency]
        revenue, cost = sum(one.revenue_minor for one in own), sum(one.cost_minor for one in own)
        worth.append(Worth(currency, sum(one.kept for one in own), revenue, cost))
    times, taken, kept = (sum(getattr(one, name) for one in done) for name in ("times", "taken", "kept"))
    return Measured(promotion_id, guests, times, taken, kept, worth, compared)
