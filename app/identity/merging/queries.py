"""Guests who may be one person, and those who were found to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import add

from sqlalchemy import case, or_, select

from app.identity.merging.models import Merge, ToldApart
from app.identity.models import Guest
from app.store import db

_guest, _merge, _apart = Guest.__table__, Merge.__table__, ToldApart.__table__
MOST = 20


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody who may be the same. `evidence` names what is the same: `mail`, `phone`, `name`."""

    id: int
    name: str
    email: str
    phone: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """A merge that stands: the guest who is gone."""

    merge_id: int
    gone_id: int
    name: str
    email: str
    merged_at: datetime
    merged_by: int | None


def alike(guest_id: int) -> list[Alike]:
    """Guests who may be this one, the strongest evidence first: under the same mail, with the same telephone and a name
    in common, or with the very same name, which alone is no proof; none whom somebody told apart from this one. Two
    statements."""
    me = db.session.execute(select(*_guest.c).where(_guest.c.id == guest_id)).one_or_none()
    if me is None or me.erased_at or me.merged_into_id:
        return []
    same = {"mail": _guest.c.email_lower, "phone": _guest.c.phone_key, "name": _guest.c.name_key}
    own = {"mail": me.email_lower, "phone": me.phone_key, "name": me.name_key}
    ways = {word: column == own[word] for word, column in same.items() if own[word]}
    if not ways:
        return []
    strongest = [case((ways[word], 0), else_=1) for word in same if word in ways]
    rows = db.session.execute(
        select(*_guest.c)
        .where(
            or_(*ways.values()),
            _guest.c.id != guest_id,
            _guest.c.erased_at.is_(None),
            _guest.c.merged_into_id.is_(None),
            _guest.c.id.not_in(select(_apart.c.higher_id).where(_apart.c.lower_id == guest_id)),
            _guest.c.id.not_in(select(_apart.c.lower_id).where(_apart.c.higher_id == guest_id)),
        )
        .order_by(reduce(add, strongest), *strongest, _guest.c.id)
        .limit(10 * MOST)
    ).all()
    found, order = [], {word: place for place, word in enumerate(same)}
    for row in rows:
        theirs = {"mail": row.email_lower, "phone": row.phone_key, "name": row.name_key}
        evidence = tuple(word for word, value in theirs.items() if value and value == own[word])
        names_meet = bool(set((me.name_key or "").split()) & set((row.name_key or "").split()))
        if evidence == ("phone",) and not names_meet:
            continue
        found.append(Alike(row.id, row.name, row.email or "", row.phone or "", evidence))
    return sorted(found, key=lambda one: (-len(one.evidence), [order[word] for word in one.evidence]))[:MOST]


def merges_of(guest_id: int) -> list[Merged]:
    """Who was merged into this guest and is not taken apart, the newest first; one statement."""
    rows = db.session.execute(
        select(_merge.c.id, _merge.c.gone_id, _guest.c.name, _guest.c.email, _merge.c.merged_at, _merge.c.merged_by)
        .join(_guest, _guest.c.id == _merge.c.gone_id)
        .where(_merge.c.kept_id == guest_id, _merge.c.undone_at.is_(None))
        .order_by(_merge.c.id.desc())
    )
    return [Merged(row.id, row.gone_id, row.name, row.email or "", row.merged_at, row.merged_by) for row in rows]


def with_merged(guest_ids: Sequence[int]) -> list[int]:
    """These guests and all who were merged into them."""
    more = db.session.scalars(select(_guest.c.id).where(_guest.c.merged_into_id.in_(guest_ids)))
    return sorted({*guest_ids, *more})
