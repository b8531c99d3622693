"""Guests who may be one person, all of a house at once, and those who were found to be two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from app.identity.merging.models import ToldApart
from app.identity.merging.rules import Traits, evidence_of
from app.identity.models import Guest
from app.store import db

_guest, _apart = Guest.__table__, ToldApart.__table__
MOST_OF_A_KEY = 60
"""Guests under one name, mail or telephone; where more have it, it says nothing about any two of them."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A guest of a pair, with how they are reached; empty words where nothing is known."""

    id: int
    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two guests who may be one, whoever is known longer first; `evidence` as `evidence_of` says it."""

    one: Somebody
    other: Somebody
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """Two guests who were told apart."""

    one: Somebody
    other: Somebody
    told_by: int | None
    told_at: datetime


def suspected(among: Select[Any]) -> list[Pair]:
    """Every two guests who may be one, those with the most evidence first; two statements.

    Only those `among` (a statement of ids), nobody who is forgotten or merged, and none who were told apart.
    """
    keys = (_guest.c.email_lower, _guest.c.phone_key, _guest.c.name_key)
    known = select(_guest.c.id, _guest.c.name, _guest.c.email, _guest.c.phone, *keys).where(*_known(among)).cte("known")
    rows = db.session.execute(
        select(known)
        .where(or_(*(known.c[key.name].in_(_shared(known.c[key.name])) for key in keys)))
        .order_by(known.c.id)
    ).all()
    told = {(row.lower_id, row.higher_id) for row in db.session.execute(select(_apart.c.lower_id, _apart.c.higher_id))}
    traits = {row.id: Traits(row.name_key, row.phone_key, row.email_lower) for row in rows}
    people = {row.id: _somebody(row) for row in rows}
    pairs = [
        Pair(people[one], people[other], evidence)
        for one, other in sorted(set(_together(rows)) - told)
        if (evidence := evidence_of(traits[one], traits[other]))
    ]
    return sorted(pairs, key=lambda pair: (-len(pair.evidence), pair.one.name.casefold(), pair.one.id, pair.other.id))


def told_apart(among: Select[Any], most: int = 20) -> list[Apart]:
    """Two and two who were told apart, the latest first; one statement."""
    one, other = _guest.alias("one"), _guest.alias("other")
    rows = db.session.execute(
        select(
            _apart.c.told_by, _apart.c.told_at,
            one.c.id, one.c.name, one.c.email, one.c.phone,
            other.c.id.label("id_2"), other.c.name.label("name_2"),
            other.c.email.label("email_2"), other.c.phone.label("phone_2"),
        )
        .join(one, one.c.id == _apart.c.lower_id)
        .join(other, other.c.id == _apart.c.higher_id)
        .where(*(condition for guest in (one, other) for condition in _known(among, guest)))
        .order_by(_apart.c.told_at.desc(), _apart.c.lower_id, _apart.c.higher_id)
        .limit(most)
    )  # fmt: skip
    return [
        Apart(
            _somebody(row),
            Somebody(row.id_2, row.name_2, row.email_2 or "", row.phone_2 or ""),
            row.told_by,
            row.told_at,
        )
        for row in rows
    ]


def _known(among: Select[Any], guest: Any = _guest) -> tuple[ColumnElement[bool], ...]:
    return (guest.c.id.in_(among), guest.c.erased_at.is_(None), guest.c.merged_into_id.is_(None))


def _shared(column: Any) -> Select[Any]:
    """What more than one guest has, and not too many."""
    return select(column).where(column.is_not(None)).group_by(column).having(func.count().between(2, MOST_OF_A_KEY))


def _together(rows: Sequence[Any]) -> Iterator[tuple[int, int]]:
    """Every two that have a key in common, the lower number first."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows:
        for name in ("email_lower", "phone_key", "name_key"):
            if value := getattr(row, name):
                groups[name, value].append(row.id)
    for ids in groups.values():
        if len(ids) <= MOST_OF_A_KEY:
            yield from combinations(ids, 2)


def _somebody(row: Any) -> Somebody:
    return Somebody(row.id, row.name, row.email or "", row.phone or "")
