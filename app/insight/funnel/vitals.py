"""How quick the pages of each step were: the server's time, and what browsers told of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from sqlalchemy import and_, func, or_, select

from app.experience.funnel.names import STEPS
from app.insight.funnel.friction import event, of_visits
from app.insight.funnel.visits import chosen, lately, visit
from app.insight.period import Filters
from app.store import db

SERVER = "server"
KINDS = (SERVER, "lcp", "inp", "cls")
"""Milliseconds; `cls` in thousandths."""


@dataclass(frozen=True, slots=True)
class Quick:
    """Of `n` pages of a step, the value that half and that three quarters of them did not pass; nearest rank."""

    step: str
    kind: str
    n: int
    median: int
    p75: int

    @property
    def thin(self) -> bool:
        return self.n < 30


@dataclass(frozen=True, slots=True)
class Vitals:
    """By step and kind, what was never told left out; of visits that began from `since_on` on."""

    rows: Sequence[Quick]
    since_on: date


def vitals(filters: Filters) -> Vitals:
    """Of the last whole days of the filters that have as many visits as a page reads event by event; four statements
    at most."""
    looked = lately(filters)
    pages = and_(event.c.name.in_(STEPS), event.c.implied.is_(False))
    told = and_(event.c.name.in_(KINDS), event.c.code.in_(STEPS))
    rows = db.session.execute(
        select(event.c.name, event.c.code, event.c.duration_ms, func.count())
        .join(visit, visit.c.visit == event.c.visit)
        .where(of_visits(looked), *chosen(looked), event.c.duration_ms.is_not(None), or_(pages, told))
        .group_by(event.c.name, event.c.code, event.c.duration_ms)
    )
    found: dict[tuple[str, str], Counter[int]] = {}
    for name, code, took, count in rows:
        key = (name, SERVER) if name in STEPS else (code, name)
        found.setdefault(key, Counter())[int(took)] += int(count)
    made = [
        Quick(step, kind, own.total(), at_most(own, 0.5), at_most(own, 0.75))
        for step in STEPS
        for kind in KINDS
        if (own := found.get((step, kind)))
    ]
    return Vitals(made, looked.since_on)


def at_most(values: Mapping[int, int], share: float) -> int:
    """The smallest value that this share of them does not pass."""
    rank = ceil(share * sum(values.values()))
    for value, count in sorted(values.items()):
        rank -= count
        if rank <= 0:
            return value
    raise ValueError("no values")
