"""The end of a draft: published at once, or thrown away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, and_, delete, false, func, insert, literal, null, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.catalogue.queries import catalogue
from app.journal import record
from app.kernel import clock
from app.pricing.draft.checking import cell_words, check_following
from app.pricing.draft.errors import DraftChanged, NotARate, NothingDrafted
from app.pricing.draft.models import DraftPlan, DraftRate, DraftRestriction, RateBound, RateDraft
from app.pricing.draft.operations.drafting import PARTS
from app.pricing.draft.rules import Cell, Seen
from app.pricing.models import PriceHistory, Rate, RatePlan, Restriction
from app.pricing.queries import price_list
from app.store import db, is_sqlite, transaction, write
from app.store.version import CATALOGUE, prices_of, raise_versions

_draft, _rate, _drafted = RateDraft.__table__, Rate.__table__, DraftRate.__table__
_limit, _new_limit = Restriction.__table__, DraftRestriction.__table__


@dataclass(frozen=True, slots=True)
class Published:
    """How much guests see from now on; `left_out` nights had gone by and were dropped."""

    rates: int
    limits: int
    plans: int
    left_out: int


def publish_draft(location_id: int, *, seen: Seen, by: int | None) -> Published:
    """Guests see the draft, all of it at once, each rate with its row in the price history; the draft is gone.

    Raises `DraftChanged` where the draft is not the one that was seen, `NothingDrafted` where it is gone, `NotARate`
    where a floor or ceiling was moved under it, or a rate that follows another would give a night away. Of two people
    who publish at once one does it, the other is told so.
    """
    return transaction(lambda: _publish(location_id, seen, by))


def _publish(location_id: int, seen: Seen, by: int | None) -> Published:
    _hold(location_id, seen)
    draft_id, at = seen.draft_id, clock.now()
    today = clock.today(catalogue().by_id[location_id].timezone)
    plans = _plans_before_and_after(location_id, draft_id)
    raise_versions([prices_of(location_id), *([CATALOGUE] if plans else [])])
    gone = _drop_past(draft_id, today)
    _check_bounds(location_id, draft_id)
    rates, limits = _rates_before_and_after(draft_id), _limits_told(draft_id)
    _write_rates(draft_id, at, by)
    _write_limits(location_id, draft_id, at, by)
    for plan_id, _, (bp, minor) in plans:
        write(update(RatePlan).where(RatePlan.id == plan_id).values(adjust_bp=bp, adjust_minor=minor))
    if rates or plans:
        _check_following(location_id, {plan_id: after for plan_id, _, after in plans})
    _forget(draft_id)
    published = Published(sum(row["nights"] for row in rates), sum(row["nights"] for row in limits), len(plans), gone)
    record(
        "rates_published",
        "rates",
        location_id,
        actor="staff" if by else "system",
        actor_id=by,
        location_id=location_id,
        at=at,
        nights=published.rates + published.limits,
        rates=rates,
        limits=limits,
        plans=[{"rate_plan": plan_id, "before": before, "after": after} for plan_id, before, after in plans],
        left_out=gone,
    )
    return published


def discard_draft(location_id: int, *, seen: Seen, by: int | None) -> None:
    """The draft is gone and guests see what they saw. Raises `DraftChanged` and `NothingDrafted` as publishing does."""

    def work() -> None:
        _hold(location_id, seen)
        nights = db.session.execute(
            select(func.count()).select_from(_drafted).where(_drafted.c.draft_id == seen.draft_id)
        ).scalar_one()
        _forget(seen.draft_id)
        record(
            "rates_discarded",
            "rates",
            location_id,
            actor="staff" if by else "system",
            actor_id=by,
            location_id=location_id,
            nights=nights,
        )

    transaction(work)


def _hold(location_id: int, seen: Seen) -> None:
    """The draft's row is held, and it is the one that was seen: whoever else ends or changes it waits, then is told."""
    held = update(_draft).where(_draft.c.location_id == location_id).values(revision=_draft.c.revision)
    row = write(held.returning(_draft.c.id, _draft.c.revision)).one_or_none()
    if row is None:
        raise NothingDrafted
    if tuple(row) != (seen.draft_id, seen.revision):
        raise DraftChanged


def _forget(draft_id: int) -> None:
    for model in PARTS:
        write(delete(model).where(model.draft_id == draft_id))
    write(delete(RateDraft).where(RateDraft.id == draft_id))


def _drop_past(draft_id: int, today: date) -> int:
    """Nights that went by while the draft lay open are not published."""
    gone = 0
    for model in (DraftRate, DraftRestriction):
        past = delete(model).where(model.draft_id == draft_id, model.night < today)
        gone += int(write(past.execution_options(preserve_rowcount=True)).rowcount)
    return gone


def _check_bounds(location_id: int, draft_id: int) -> None:
    outside = (
        select(_drafted.c.night, _drafted.c.room_type_id, _drafted.c.rate_plan_id)
        .join(RateBound, RateBound.room_type_id == _drafted.c.room_type_id)
        .where(
            _drafted.c.draft_id == draft_id,
            or_(
                _drafted.c.amount_minor < RateBound.floor_minor,
                _drafted.c.amount_minor > RateBound.ceiling_minor,
            ),
        )
        .order_by(_drafted.c.night)
        .limit(1)
    )
    if row := db.session.execute(outside).one_or_none():
        raise NotARate(f"{cell_words(location_id, Cell(*row))} lies outside its floor and ceiling by now. Change it.")


def _check_following(location_id: int, changed: Mapping[int, Sequence[int]]) -> None:
    """What follows other rates gives no night away as it all stands now; those that were changed keep the floor too."""
    derived = {plan.id: plan for plan in price_list(location_id).by_id.values() if plan.derived}
    for plan_id, (bp, minor) in changed.items():
        derived[plan_id] = replace(derived[plan_id], adjust_bp=bp, adjust_minor=minor)
    check_following(location_id, [derived[plan_id] for plan_id in changed])
    check_following(location_id, derived.values(), floors=False)


def _rates_before_and_after(draft_id: int) -> list[dict[str, Any]]:
    """For each room type and plan how many nights change, from which span of prices to which."""
    same = and_(
        _rate.c.night == _drafted.c.night,
        _rate.c.room_type_id == _drafted.c.room_type_id,
        _rate.c.rate_plan_id == _drafted.c.rate_plan_id,
    )
    rows = db.session.execute(
        select(
            _drafted.c.room_type_id,
            _drafted.c.rate_plan_id,
            func.count(),
            func.min(_drafted.c.night),
            func.max(_drafted.c.night),
            func.min(_rate.c.amount_minor),
            func.max(_rate.c.amount_minor),
            func.min(_drafted.c.amount_minor),
            func.max(_drafted.c.amount_minor),
        )
        .select_from(_drafted.outerjoin(_rate, same))
        .where(_drafted.c.draft_id == draft_id)
        .group_by(_drafted.c.room_type_id, _drafted.c.rate_plan_id)
        .order_by(_drafted.c.room_type_id, _drafted.c.rate_plan_id)
    )
    return [
        {
            "room_type": room_type,
            "rate_plan": plan,
            "nights": nights,
            "first": first.isoformat(),
            "last": last.isoformat(),
            "before": [least_before, most_before],
            "after": [least, most],
        }
        for room_type, plan, nights, first, last, least_before, most_before, least, most in rows
    ]


def _limits_told(draft_id: int) -> list[dict[str, Any]]:
    """For each scope and what it will forbid, on how many nights."""
    kinds = [column for column in _new_limit.c if column.name in _FORBIDS]
    scope = (_new_limit.c.scope, _new_limit.c.scope_id)
    rows = db.session.execute(
        select(*scope, *kinds, func.count(), func.min(_new_limit.c.night), func.max(_new_limit.c.night))
        .where(_new_limit.c.draft_id == draft_id)
        .group_by(*scope, *kinds)
        .order_by(*scope, func.min(_new_limit.c.night))
    )
    return [
        {
            "scope": name,
            "scope_id": scope_id,
            "after": {kind.name: value for kind, value in zip(kinds, rest[:-3], strict=True) if value},
            "nights": rest[-3],
            "first": rest[-2].isoformat(),
            "last": rest[-1].isoformat(),
        }
        for name, scope_id, *rest in rows
    ]


def _plans_before_and_after(location_id: int, draft_id: int) -> list[tuple[int, list[int], list[int]]]:
    now = price_list(location_id).by_id
    rows = db.session.execute(
        select(DraftPlan.rate_plan_id, DraftPlan.adjust_bp, DraftPlan.adjust_minor).where(
            DraftPlan.draft_id == draft_id
        )
    )
    return [(plan, [now[plan].adjust_bp, now[plan].adjust_minor], [bp, minor]) for plan, bp, minor in rows]


def _write_rates(draft_id: int, at: datetime, by: int | None) -> None:
    """Moved inside the database, a year of a house in one statement."""
    keys = ["night", "room_type_id", "rate_plan_id"]
    columns = [*(_drafted.c[name] for name in keys), _drafted.c.amount_minor]
    mine = _drafted.c.draft_id == draft_id
    new = (sqlite.insert if is_sqlite() else postgresql.insert)(_rate)
    moved = new.from_select([*keys, "amount_minor"], select(*columns).where(mine).order_by(*columns[:3]))
    write(moved.on_conflict_do_update(index_elements=keys, set_={"amount_minor": new.excluded.amount_minor}))
    history = PriceHistory.__table__
    told = [*columns, literal(at, history.c.published_at.type), literal(by, history.c.staff_id.type)]
    names = [*keys, "amount_minor", "published_at", "staff_id"]
    write(insert(history).from_select(names, select(*told).where(mine).order_by(*columns[:3])))


_FORBIDS = ("closed", "closed_to_arrival", "closed_to_departure", "min_stay_arrival", "min_stay_through", "max_stay")


def _write_limits(location_id: int, draft_id: int, at: datetime, by: int | None) -> None:
    keys = ("night", "scope", "scope_id")
    mine = _new_limit.c.draft_id == draft_id
    same = and_(*(_new_limit.c[name] == _limit.c[name] for name in keys))
    write(delete(_limit).where(_limit.c.location_id == location_id, select(1).where(mine, same).exists()))
    forbids = or_(*(_forbids(_new_limit, name) for name in _FORBIDS))
    names = [*keys, *_FORBIDS]
    whose = {"location_id": location_id, "published_at": at, "staff_id": by}
    columns = [
        *(literal(value, _limit.c[name].type) for name, value in whose.items()),
        *(_new_limit.c[n] for n in names),
    ]
    write(insert(_limit).from_select([*whose, *names], select(*columns).where(mine, forbids)))


def _forbids(table: Table, name: str) -> Any:
    column = table.c[name]
    return column.is_not(null()) if column.nullable else column.is_not(false())
