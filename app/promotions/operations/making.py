"""Writing promotions. In the journal: `promotion_made` and `promotion_changed`, with what stood before and after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date, time
from typing import Any

from sqlalchemy import delete, insert, select, update

from app.catalogue.queries import House, catalogue
from app.journal import record
from app.kernel import clock
from app.promotions.errors import Contradicts, Stale, Unknown, WrongStep
from app.promotions.models import Promotion as Row
from app.promotions.models import PromotionHouse
from app.promotions.queries import PROMOTIONS, read
from app.promotions.rules import Problem, Promotion, Wanted, code_of, problems
from app.store import db, transaction, write
from app.store.version import raise_versions

_row, _house = Row.__table__, PromotionHouse.__table__


def make(wanted: Wanted, *, by: int | None) -> int:
    """The id of a new promotion, a draft that nobody can have yet.

    Raises `Contradicts` with every field that cannot be right, also where another has its slug or code.
    """

    def work() -> int:
        kept = _checked(wanted, None)
        values = {**_columns(kept), "revision": 1, "state": "draft", "used": 0, "spent_minor": 0}
        values |= {"made_at": clock.now(), "staff_id": by}
        promotion_id = int(write(insert(_row).returning(_row.c.id), values).scalar_one())
        _write_houses(promotion_id, kept)
        _noted("promotion_made", promotion_id, by, after=_as_facts(kept))
        return promotion_id

    return transaction(work)


def change(promotion_id: int, wanted: Wanted, *, seen_revision: int, by: int | None) -> int:
    """The promotion is as wanted, for whoever takes it from now on; its new revision.

    Who took it before keeps what it gave then. Raises `Stale` with how it stands when somebody changed it since
    `seen_revision` (of two at once the second), `Contradicts` as `make` and where fewer uses or less budget are wanted
    than are taken, `WrongStep` for one that was stopped, and `Unknown`.
    """

    def work() -> int:
        before = read(promotion_id, lock=True)
        if before is None:
            raise Unknown
        if before.revision != seen_revision:
            raise Stale(before)
        if before.state == "stopped":
            raise WrongStep(before.state)
        kept = _checked(wanted, before)
        values = {**_columns(kept), "revision": seen_revision + 1}
        write(update(_row).where(_row.c.id == promotion_id).values(**values))
        write(delete(_house).where(_house.c.promotion_id == promotion_id))
        _write_houses(promotion_id, kept)
        was = _as_facts(Wanted(**{name: getattr(before, name) for name in Wanted.__dataclass_fields__}))
        _noted("promotion_changed", promotion_id, by, before=was, after=_as_facts(kept))
        return seen_revision + 1

    return transaction(work)


def _checked(wanted: Wanted, before: Promotion | None) -> Wanted:
    kept = replace(wanted, code=code_of(wanted.code), title=wanted.title.strip(), line=wanted.line.strip())
    found = [*problems(kept)]
    found += [Problem(field, sentence) for field, sentence in (*_of_the_houses(kept), *_taken(kept, before))]
    if found:
        raise Contradicts(found)
    return kept


def _of_the_houses(wanted: Wanted) -> Iterator[tuple[str, str]]:
    """What is wrong with the houses, and with an extra or a room that none of them has."""
    known = catalogue().by_id
    if any(location_id not in known for location_id in wanted.houses):
        yield "houses", "Choose houses from the list"
        return
    houses = [known[location_id] for location_id in wanted.houses] or list(catalogue().houses)
    if wanted.houses and any(house.currency != wanted.currency for house in houses):
        yield "houses", f"All its houses are paid in one currency, {wanted.currency}"
    if wanted.kind == "extra" and wanted.extra_id is not None and not _has_extra(houses, wanted.extra_id):
        yield "extra_id", "Choose an extra of a house where it holds"
    if wanted.kind == "better_room" and wanted.room_type_id is not None and not _has_room(houses, wanted.room_type_id):
        yield "room_type_id", "Choose a room of a house where it holds"


def _has_extra(houses: list[House], extra_id: int) -> bool:
    return any(extra.id == extra_id for house in houses for extra in house.extras)


def _has_room(houses: list[House], room_type_id: int) -> bool:
    return any(room_type.id == room_type_id for house in houses for room_type in house.room_types)


def _taken(wanted: Wanted, before: Promotion | None) -> Iterator[tuple[str, str]]:
    own = before.id if before else 0
    for field, sentence in (("slug", "Another offer has that address"), ("code", "Another offer has that code")):
        value = getattr(wanted, field)
        other = select(_row.c.id).where(_row.c[field] == value, _row.c.id != own)
        if value is not None and db.session.execute(other).first():
            yield field, sentence
    if before is None:
        return
    if wanted.uses_most is not None and wanted.uses_most < before.used:
        yield "uses_most", f"It is used {before.used} times already; allow at least as many"
    if wanted.budget_minor is not None and wanted.budget_minor < before.spent_minor:
        yield "budget_minor", "More of the budget than that is spent already"
    if wanted.currency != before.currency and before.used:
        yield "currency", "It was used in another currency. Make a new one"


def _columns(wanted: Wanted) -> dict[str, Any]:
    return {name: value for name, value in asdict(wanted).items() if name != "houses"}


def _write_houses(promotion_id: int, wanted: Wanted) -> None:
    rows = [{"promotion_id": promotion_id, "location_id": location_id} for location_id in sorted({*wanted.houses})]
    if rows:
        write(insert(_house), rows)
    raise_versions([PROMOTIONS])


def _as_facts(wanted: Wanted) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        if isinstance(value, date | time):
            return value.isoformat()
        return list(value) if isinstance(value, tuple) else value

    return {name: plain(value) for name, value in asdict(wanted).items()}


def _noted(action: str, promotion_id: int, by: int | None, **facts: Any) -> None:
    record(action, "promotion", promotion_id, actor="staff", actor_id=by, **facts)
