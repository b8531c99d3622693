"""Floors and ceilings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import or_, select

from app.catalogue.queries import catalogue
from app.journal import record
from app.kernel import clock
from app.kernel.words import money
from app.pricing.draft import queries
from app.pricing.draft.checking import MOST_MINOR, cell_words
from app.pricing.draft.errors import DraftChanged, NotARate
from app.pricing.draft.models import DraftRate, RateBound, RateDraft
from app.pricing.draft.rules import Bound, Cell, Seen
from app.pricing.models import Rate
from app.store import Base, db, transaction, upsert, write
from app.store.version import prices_of, raise_versions


def set_bounds(location_id: int, wanted: Mapping[int, Bound], *, seen: Seen, by: int | None) -> int:
    """Every one of these room types of a house has its floor and ceiling, or none; answers how many changed.

    Raises `NotARate` as `set_bound` does, and `DraftChanged` where rates or bounds changed after `seen`.
    """

    def work() -> int:
        raise_versions([prices_of(location_id)])
        if queries.seen_now(location_id).prices != seen.prices + 1:
            raise DraftChanged
        now = queries.bounds(wanted)
        changed = {room_type: bound for room_type, bound in wanted.items() if now.get(room_type) != bound}
        for room_type, bound in changed.items():
            set_bound(room_type, bound, by=by)
        return len(changed)

    return transaction(work)


def set_bound(room_type_id: int, bound: Bound, *, by: int | None) -> None:
    """From now on no rate of the room type lies below the floor or above the ceiling.

    Raises `NotARate` where a rate from today on does, published or drafted, or where the two are no span; then all
    stays. Publishing and this wait for each other.
    """
    room_type = catalogue().room_types[room_type_id]
    house = catalogue().by_id[room_type.location_id]
    if not 0 < bound.floor_minor <= bound.ceiling_minor <= MOST_MINOR:
        raise NotARate("The floor is more than nothing, and the ceiling no lower than the floor.")

    def work() -> None:
        raise_versions([prices_of(house.id)])
        before = queries.bounds([room_type_id]).get(room_type_id)
        today = clock.today(house.timezone)
        mine = select(RateDraft.id).where(RateDraft.location_id == house.id)
        for model, where in ((Rate, ()), (DraftRate, (DraftRate.draft_id.in_(mine),))):
            found = _outside(model, room_type_id, bound)
            row = db.session.execute(found.where(model.night >= today, *where)).first()
            if row:
                cell, amount = Cell(*row[:3]), row[3]
                raise NotARate(
                    f"{cell_words(house.id, cell)} is {money(amount, house.currency)}, outside of these."
                    " Change that rate first."
                )
        row_now = {
            "room_type_id": room_type_id,
            "floor_minor": bound.floor_minor,
            "ceiling_minor": bound.ceiling_minor,
        }
        write(upsert(RateBound, row_now, ["room_type_id"]))
        record(
            "bound_set",
            "rates",
            house.id,
            actor="staff" if by else "system",
            actor_id=by,
            location_id=house.id,
            room_type=room_type_id,
            before=[before.floor_minor, before.ceiling_minor] if before else None,
            after=[bound.floor_minor, bound.ceiling_minor],
        )

    transaction(work)


def _outside(model: type[Base], room_type_id: int, bound: Bound) -> Any:
    table = model.__table__
    return (
        select(table.c.night, table.c.room_type_id, table.c.rate_plan_id, table.c.amount_minor)
        .where(
            table.c.room_type_id == room_type_id,
            or_(table.c.amount_minor < bound.floor_minor, table.c.amount_minor > bound.ceiling_minor),
        )
        .order_by(table.c.night)
        .limit(1)
    )
