"""Who has the rooms of a type on a night."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select

from app.booking.blocks.models import GroupBlock
from app.inventory.models import Claim
from app.store import db

_claim, _block = Claim.__table__, GroupBlock.__table__


@dataclass(frozen=True, slots=True)
class Kept:
    """How many rooms a group has left that its block keeps for it until the cut-off."""

    block_id: int
    name: str
    cut_off_on: date
    count: int


@dataclass(frozen=True, slots=True)
class Takers:
    """How many rooms of a night are booked, held for a while by somebody who books or waited, and kept for groups."""

    booked: int
    held: int
    kept: tuple[Kept, ...]


def takers(resource_id: int, night: date, now: datetime) -> Takers:
    """Who has what of a room type's resource on a night; one statement."""
    rows = db.session.execute(
        select(_claim.c.owner, _block.c.id, _block.c.name, _block.c.cut_off_on, func.sum(_claim.c.count))
        .outerjoin(_block, (_claim.c.owner == "block") & (_block.c.id == _claim.c.owner_id))
        .where(
            _claim.c.resource_id == resource_id,
            _claim.c.night == night,
            or_(_claim.c.expires_at.is_(None), _claim.c.expires_at > now),
        )
        .group_by(_claim.c.owner, _block.c.id, _block.c.name, _block.c.cut_off_on)
        .order_by(_block.c.cut_off_on, _block.c.id)
    ).all()
    counts: dict[str, int] = {}
    for owner, *_, count in rows:
        counts[owner] = counts.get(owner, 0) + int(count)
    kept = [Kept(block_id, name, until, int(count)) for _, block_id, name, until, count in rows if block_id]
    held = sum(count for owner, count in counts.items() if owner not in ("booking", "block"))
    return Takers(counts.get("booking", 0), held, tuple(kept))
