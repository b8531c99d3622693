"""A draft as values, and what stands published where it would change something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from app.journal.models import Entry
from app.pricing.draft.models import DraftPlan, DraftRate, DraftRestriction, RateBound, RateDraft
from app.pricing.draft.rules import Bound, Cell, Limits, Scope, Seen
from app.pricing.models import PriceHistory, Rate, RatePlan, Restriction
from app.store import db
from app.store.version import Version, prices_of

_LIMITS = [each.name for each in fields(Limits)]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a house is about to publish: rates, restrictions, and derived plans as (basis points, amount)."""

    seen: Seen
    rates: Mapping[Cell, int] = field(default_factory=dict)
    limits: Mapping[Scope, Limits] = field(default_factory=dict)
    plans: Mapping[int, tuple[int, int]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.rates or self.limits or self.plans)

    @property
    def nights(self) -> int:
        """On how many cells and nights something changes."""
        return len(self.rates) + len(self.limits)


def draft_of(location_id: int) -> Draft:
    """The draft of a house, an empty one where there is none; four statements, two when nothing is drafted."""
    seen = seen_now(location_id)
    if not seen.draft_id:
        return Draft(seen)
    return Draft(seen, drafted_rates(seen.draft_id), drafted_limits(seen.draft_id), _plans(seen.draft_id))


def seen_now(location_id: int) -> Seen:
    """What a form that is made now carries."""
    prices = select(func.coalesce(func.max(Version.number), 0)).where(Version.scope == prices_of(location_id))
    found = select(prices.scalar_subquery(), RateDraft.id, RateDraft.revision)
    row = db.session.execute(found.where(RateDraft.location_id == location_id)).one_or_none()
    return Seen(*row) if row else Seen(db.session.execute(prices).scalar_one())


def drafted_rates(draft_id: int) -> dict[Cell, int]:
    """Every rate of a draft."""
    table = DraftRate.__table__
    rows = db.session.execute(
        select(table.c.night, table.c.room_type_id, table.c.rate_plan_id, table.c.amount_minor).where(
            table.c.draft_id == draft_id
        )
    )
    return {Cell(night, room_type, plan): amount for night, room_type, plan, amount in rows}


def drafted_limits(draft_id: int) -> dict[Scope, Limits]:
    """Every restriction of a draft."""
    table = DraftRestriction.__table__
    return _limits(select(*table.c).where(table.c.draft_id == draft_id))


def _plans(draft_id: int) -> dict[int, tuple[int, int]]:
    table = DraftPlan.__table__
    rows = db.session.execute(
        select(table.c.rate_plan_id, table.c.adjust_bp, table.c.adjust_minor).where(table.c.draft_id == draft_id)
    )
    return {plan: (bp, minor) for plan, bp, minor in rows}


def published_rates(location_id: int, first: date, last: date) -> dict[Cell, int]:
    """Every rate of a house that guests see from `first` to `last`."""
    rows = db.session.execute(
        select(Rate.night, Rate.room_type_id, Rate.rate_plan_id, Rate.amount_minor)
        .join(RatePlan, RatePlan.id == Rate.rate_plan_id)
        .where(RatePlan.location_id == location_id, Rate.night >= first, Rate.night <= last)
    )
    return {Cell(night, room_type, plan): amount for night, room_type, plan, amount in rows}


def published_limits(location_id: int, first: date, last: date) -> dict[Scope, Limits]:
    """Every restriction of a house that holds from `first` to `last`."""
    table = Restriction.__table__
    return _limits(
        select(*table.c).where(table.c.location_id == location_id, table.c.night >= first, table.c.night <= last)
    )


def standing_limits(location_id: int, first: date, last: date) -> dict[Scope, Limits]:
    """Every restriction of a house as it will be from `first` to `last`: the draft's before what guests see."""
    drafted = drafted_limits(seen_now(location_id).draft_id)
    return published_limits(location_id, first, last) | drafted


def _limits(wanted: Any) -> dict[Scope, Limits]:
    return {
        Scope(row.night, row.scope, row.scope_id): Limits(*(getattr(row, name) for name in _LIMITS))
        for row in db.session.execute(wanted)
    }


@dataclass(frozen=True, slots=True)
class SetBy:
    """Who made a restriction what it is, and since when; None where nobody did it by hand."""

    staff_id: int | None
    published_at: datetime | None


def limits_set_by(location_id: int, first: date, last: date) -> dict[Scope, SetBy]:
    """Whose the restrictions of a house are from `first` to `last`; one statement."""
    table = Restriction.__table__
    rows = db.session.execute(
        select(table.c.night, table.c.scope, table.c.scope_id, table.c.staff_id, table.c.published_at).where(
            table.c.location_id == location_id, table.c.night >= first, table.c.night <= last
        )
    )
    return {Scope(*row[:3]): SetBy(*row[3:]) for row in rows}


def bounds(room_type_ids: Iterable[int]) -> dict[int, Bound]:
    """Floor and ceiling of these room types; those without are absent."""
    table = RateBound.__table__
    rows = db.session.execute(select(*table.c).where(table.c.room_type_id.in_(list(room_type_ids))))
    return {row.room_type_id: Bound(row.floor_minor, row.ceiling_minor) for row in rows}


@dataclass(frozen=True, slots=True)
class Change:
    """A cell of the draft with who changed it last, when, and from what."""

    cell: Cell
    before_minor: int | None
    amount_minor: int
    staff_id: int | None
    at: datetime


def changes_since(draft_id: int, revision: int, most: int = 20) -> tuple[list[Change], int]:
    """The rates of a draft that changed after a revision, at most so many, and how many there are in all."""
    table = DraftRate.__table__
    later = (table.c.draft_id == draft_id, table.c.revision > revision)
    count = db.session.execute(select(func.count()).select_from(table).where(*later)).scalar_one()
    rows = db.session.execute(
        select(*table.c).where(*later).order_by(table.c.night, table.c.room_type_id, table.c.rate_plan_id).limit(most)
    )
    changes = [
        Change(
            Cell(row.night, row.room_type_id, row.rate_plan_id),
            row.before_minor,
            row.amount_minor,
            row.staff_id,
            row.changed_at,
        )
        for row in rows
    ]
    return changes, count


@dataclass(frozen=True, slots=True)
class PastRate:
    """A rate that was published: from when it held, and by whom; None where that was not staff."""

    amount_minor: int | None
    published_at: datetime
    staff_id: int | None


def history_of(cell: Cell) -> list[PastRate]:
    """All that a cell ever cost, the newest first; one statement."""
    table = PriceHistory.__table__
    rows = db.session.execute(
        select(table.c.amount_minor, table.c.published_at, table.c.staff_id)
        .where(
            table.c.room_type_id == cell.room_type_id,
            table.c.rate_plan_id == cell.rate_plan_id,
            table.c.night == cell.night,
        )
        .order_by(table.c.published_at.desc(), table.c.id.desc())
    )
    return [PastRate(*row) for row in rows]


def deeds_of(location_id: int, most: int = 6) -> Sequence[Any]:
    """The latest journal entries about a house's rates, the newest first: at, actor_id, action, facts."""
    table = Entry.__table__
    return db.session.execute(
        select(table.c.at, table.c.actor_id, table.c.action, table.c.facts)
        .where(table.c.subject == "rates", table.c.subject_id == location_id)
        .order_by(table.c.id.desc())
        .limit(most)
    ).all()
