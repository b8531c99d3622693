"""Who has the demo's cases."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import update

from app.care.cases.models import Case
from app.identity.staff.queries import who_answers_for
from app.store import transaction, write

_case = Case.__table__


def give_owners(location_ids: Iterable[int]) -> None:
    """Every case of these houses is whoever's answers for its house, as one that opens now would be."""

    def work() -> None:
        for location_id in location_ids:
            owner_id = who_answers_for(location_id)
            write(update(_case).where(_case.c.location_id == location_id).values(owner_id=owner_id))

    transaction(work)
