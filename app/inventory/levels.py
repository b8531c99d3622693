"""How full the counters of some nights are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.inventory.models import Allotment
from app.store import db


@dataclass(frozen=True, slots=True)
class Level:
    """Of `sellable` are `taken`, by guests and by what is held for a while; `short` of them must move."""

    sellable: int = 0
    taken: int = 0
    short: int = 0

    @property
    def closed(self) -> bool:
        """Nothing is to be had, to nobody."""
        return self.sellable == 0

    @property
    def full(self) -> bool:
        return 0 < self.sellable <= self.taken

    def __add__(self, other: Level) -> Level:
        return Level(self.sellable + other.sellable, self.taken + other.taken, self.short + other.short)


def levels(resource_ids: Iterable[int], first: date, until: date) -> dict[tuple[int, date], Level]:
    """By resource and open night, from `first` up to but not including `until`; one statement."""
    rows = db.session.execute(
        select(Allotment.resource_id, Allotment.night, Allotment.sellable, Allotment.taken, Allotment.short).where(
            Allotment.night >= first, Allotment.night < until, Allotment.resource_id.in_(sorted(resource_ids))
        )
    )
    return {(resource, night): Level(sellable, taken, short) for resource, night, sellable, taken, short in rows}
