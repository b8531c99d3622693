"""Putting changes into the draft of a house."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, select, tuple_, update

from app.journal import record
from app.kernel import clock
from app.pricing.draft import checking, queries
from app.pricing.draft.errors import DraftChanged, NotARate
from app.pricing.draft.models import DraftPlan, DraftRate, DraftRestriction, RateDraft
from app.pricing.draft.rules import FREE, Cell, Edit, Limits, Scope, Seen
from app.pricing.queries import price_list
from app.store import Base, db, insert_unless_taken, transaction, upsert, write

BATCH = 400
"""How many cells one statement names at most."""

_draft = RateDraft.__table__


def keep_edit(location_id: int, edit: Edit, *, seen: Seen, by: int | None) -> int:
    """The edit stands in the house's draft, which begins with it if there was none; answers how many cells it touched.

    A cell that comes back to what guests see leaves the draft. Raises `NotARate` (naming the first such cell) for a
    rate that may not stand, and `DraftChanged` where somebody published meanwhile, or changed one of these cells
    after `seen`; then nothing is changed. Two people at other cells do not disturb each other.
    """
    return transaction(lambda: _keep_edit(location_id, edit, seen, by))


def _keep_edit(location_id: int, edit: Edit, seen: Seen, by: int | None) -> int:
    draft_id, revision = begin(location_id)
    since = _checked(location_id, seen, draft_id)
    cells, ruled = tuple(edit.amounts) or edit.cells, edit.ruled
    checking.check_places(location_id, cells, ruled)
    _refuse_overtaken(DraftRate, draft_id, since, cells)
    _refuse_overtaken(DraftRestriction, draft_id, since, tuple(ruled))
    mark = {"draft_id": draft_id, "revision": revision, "staff_id": by, "changed_at": clock.now()}
    touched = 0
    if cells:
        touched += _keep_rates(location_id, edit, cells, mark)
    if any(ruled.values()):
        touched += _keep_limits(location_id, ruled, mark)
    leave_if_empty(draft_id)
    if not touched:
        return 0
    record(
        "rates_drafted",
        "rates",
        location_id,
        actor="staff" if by else "system",
        actor_id=by,
        location_id=location_id,
        **_told(edit, cells),
    )
    return touched


def _told(edit: Edit, cells: Iterable[Cell]) -> dict[str, Any]:
    """What the journal says of an edit: how many cells of what, and how they were moved."""
    places = list(cells)
    nights = sorted({cell.night for cell in places} | {scope.night for scope in edit.ruled})
    facts: dict[str, Any] = {
        "first": nights[0].isoformat() if nights else None,
        "last": nights[-1].isoformat() if nights else None,
    }
    if places:
        facts["cells"] = len(places)
        facts["room_types"] = sorted({cell.room_type_id for cell in places})
        facts["rate_plans"] = sorted({cell.rate_plan_id for cell in places})
        facts["move"] = asdict(edit.move) if edit.move else None
    if edit.rules or edit.limits:
        facts["rules"] = dict(edit.rules)
        facts["scopes"] = sorted({(scope.scope, scope.scope_id) for scope in edit.ruled})
    if edit.limits:
        facts["limits"] = len(edit.limits)
    return facts


def _keep_rates(location_id: int, edit: Edit, cells: tuple[Cell, ...], mark: dict[str, Any]) -> int:
    nights = [cell.night for cell in cells]
    published = queries.published_rates(location_id, min(nights), max(nights))
    drafted = queries.drafted_rates(mark["draft_id"])
    wanted: dict[Cell, tuple[int | None, int]] = {}
    for cell in cells:
        before = drafted.get(cell, published.get(cell))
        after = edit.amounts[cell] if edit.amounts else edit.move.of(before) if edit.move else before
        if after is None:
            if edit.move is None:
                continue
            raise NotARate(f"{checking.cell_words(location_id, cell)} has no rate yet that could be changed. Set one.")
        wanted[cell] = (before, after)
    checking.check_rates(location_id, {cell: after for cell, (_, after) in wanted.items()})
    back = [cell for cell, (_, after) in wanted.items() if published.get(cell) == after and cell in drafted]
    _take_out(DraftRate, mark["draft_id"], back)
    rows = [
        {**mark, **cell._asdict(), "amount_minor": after, "before_minor": before}
        for cell, (before, after) in wanted.items()
        if after not in (before, published.get(cell))
    ]
    _put(DraftRate, rows, ["draft_id", "night", "room_type_id", "rate_plan_id"])
    return len(rows) + len(back)


def _keep_limits(location_id: int, ruled: Mapping[Scope, Mapping[str, Any]], mark: dict[str, Any]) -> int:
    nights = [scope.night for scope in ruled]
    published = queries.published_limits(location_id, min(nights), max(nights))
    drafted = queries.drafted_limits(mark["draft_id"])
    wanted: dict[Scope, Limits] = {}
    for scope, rules in ruled.items():
        before = drafted.get(scope, published.get(scope, FREE))
        after = before.changed(rules)
        if after != before:
            wanted[scope] = after
    checking.check_limits(location_id, wanted)
    back = [scope for scope, after in wanted.items() if after == published.get(scope, FREE)]
    _take_out(DraftRestriction, mark["draft_id"], back)
    rows = [
        {**mark, **scope._asdict(), **asdict(after)}
        for scope, after in wanted.items()
        if after != published.get(scope, FREE)
    ]
    _put(DraftRestriction, rows, ["draft_id", "night", "scope", "scope_id"])
    return len(wanted)


def keep_plan(location_id: int, plan_id: int, adjust_bp: int, adjust_minor: int, *, seen: Seen, by: int | None) -> None:
    """The draft says how a derived plan will follow its base: by so many basis points, then by an amount.

    Raises `NotARate` for a plan that follows none and for an adjustment that would give rooms away, `DraftChanged`
    where somebody changed it after `seen`.
    """

    def work() -> None:
        draft_id, revision = begin(location_id)
        since = _checked(location_id, seen, draft_id)
        found = select(DraftPlan.revision).where(DraftPlan.draft_id == draft_id, DraftPlan.rate_plan_id == plan_id)
        if (db.session.execute(found).scalar() or 0) > since:
            raise DraftChanged
        checking.check_plan(location_id, plan_id, adjust_bp, adjust_minor)
        plan = price_list(location_id).by_id[plan_id]
        if (plan.adjust_bp, plan.adjust_minor) == (adjust_bp, adjust_minor):
            mine = (DraftPlan.draft_id == draft_id, DraftPlan.rate_plan_id == plan_id)
            write(delete(DraftPlan).where(*mine))
        else:
            row = {
                "draft_id": draft_id,
                "rate_plan_id": plan_id,
                "adjust_bp": adjust_bp,
                "adjust_minor": adjust_minor,
                "revision": revision,
                "staff_id": by,
                "changed_at": clock.now(),
            }
            write(upsert(DraftPlan, row, ["draft_id", "rate_plan_id"]))
        leave_if_empty(draft_id)
        record(
            "plan_drafted",
            "rates",
            location_id,
            actor="staff" if by else "system",
            actor_id=by,
            location_id=location_id,
            rate_plan=plan_id,
            before=[plan.adjust_bp, plan.adjust_minor],
            after=[adjust_bp, adjust_minor],
        )

    transaction(work)


def begin(location_id: int) -> tuple[int, int]:
    """The house's draft, new where there was none, as (id, revision): its row is held until the transaction ends."""
    held = (
        update(_draft)
        .where(_draft.c.location_id == location_id)
        .values(revision=_draft.c.revision + 1)
        .returning(_draft.c.id, _draft.c.revision)
    )
    row: Any = write(held).one_or_none()
    while row is None:
        new = {"location_id": location_id, "revision": 0, "begun_at": clock.now()}
        write(insert_unless_taken(RateDraft, "location_id"), new)
        row = write(held).one_or_none()
    return int(row[0]), int(row[1])


def _checked(location_id: int, seen: Seen, draft_id: int) -> int:
    """The revision up to which the page showed this draft. Raises `DraftChanged` where it showed another one."""
    now = queries.seen_now(location_id)
    if seen.prices != now.prices or seen.draft_id not in (0, draft_id):
        raise DraftChanged
    return seen.revision if seen.draft_id == draft_id else 0


def _refuse_overtaken(model: type[Base], draft_id: int, since: int, places: Sequence[Cell] | Sequence[Scope]) -> None:
    if not places:
        return
    table = model.__table__
    later = select(*(table.c[name] for name in places[0]._fields)).where(
        table.c.draft_id == draft_id, table.c.revision > since
    )
    if {tuple(row) for row in db.session.execute(later)} & set(places):
        raise DraftChanged


def _take_out(model: type[Base], draft_id: int, places: Sequence[Cell] | Sequence[Scope]) -> None:
    table = model.__table__
    for start in range(0, len(places), BATCH):
        batch = places[start : start + BATCH]
        key = tuple_(*(table.c[name] for name in batch[0]._fields))
        write(delete(table).where(table.c.draft_id == draft_id, key.in_(list(batch))))


def _put(model: type[Base], rows: list[dict[str, Any]], keys: list[str]) -> None:
    if rows:
        write(upsert(model, rows[0], keys, many=True), rows)


def leave_if_empty(draft_id: int) -> None:
    """A draft in which nothing stands is gone."""
    inside = [select(model.draft_id).where(model.draft_id == draft_id) for model in PARTS]
    write(delete(_draft).where(_draft.c.id == draft_id, *(~part.exists() for part in inside)))


PARTS = (DraftRate, DraftRestriction, DraftPlan)
