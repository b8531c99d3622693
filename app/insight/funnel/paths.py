"""Where visits went after the results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby, pairwise
from operator import itemgetter

from sqlalchemy import select

from app.experience.funnel.names import STEPS
from app.insight.funnel.friction import around, event
from app.insight.funnel.rules import Counts
from app.insight.funnel.visits import chosen, counted_by_day, visit
from app.insight.period import Filters
from app.store import db

MOST_VISITS = 12_000
"""Of a longer period the last whole days with about as many visits are looked at; the page says so."""

MOVES = 2
"""How many moves after the results are told apart."""

AGAIN, LEFT = "again", "left"
START = "results"


@dataclass(frozen=True, slots=True)
class Link:
    """So many visits went from `source` in that column to `target` in the next.

    The names are those of `STEPS`, `again` for another search, and `left` for no further page.
    """

    column: int
    source: str
    target: str
    visits: int


@dataclass(frozen=True, slots=True)
class Paths:
    """The links from the first results page on, of `visits` visits that began from `since_on` to `until_on`."""

    links: Sequence[Link]
    visits: int
    since_on: date
    until_on: date


def paths(filters: Filters) -> Paths:
    """Where the visits of the filters went from their first results page; two statements."""
    since_on = _recent(counted_by_day(filters), filters)
    looked = replace(filters, since_on=since_on, against=None)
    rows = db.session.execute(
        select(event.c.visit, event.c.name)
        .join(visit, visit.c.visit == event.c.visit)
        .where(around(looked), *chosen(looked), event.c.name.in_(STEPS), event.c.implied.is_(False))
        .order_by(event.c.visit, event.c.at, event.c.id)
    )
    walks = [[name for _, name in own] for _, own in groupby(rows, key=itemgetter(0))]
    started = [walk for walk in walks if START in walk]
    return Paths(links_of(started), len(started), since_on, filters.until_on)


def _recent(by_day: dict[date, Counts], filters: Filters) -> date:
    """The first of the last days that have as many visits as are looked at."""
    day, visits = filters.until_on, by_day.get(filters.until_on, (0,))[0]
    while day > filters.since_on and visits < MOST_VISITS:
        day -= timedelta(days=1)
        visits += by_day.get(day, (0,))[0]
    return day


def links_of(walks: Iterable[Sequence[str]]) -> tuple[Link, ...]:
    """The links of visits' pages in order, each of which has a results page; the widest of each column first."""
    counts: Counter[tuple[int, str, str]] = Counter()
    for walk in walks:
        counts.update((column, *pair) for column, pair in enumerate(pairwise(_nodes(walk))))
    links = [Link(*link, visits) for link, visits in counts.items()]
    return tuple(sorted(links, key=lambda link: (link.column, -link.visits, link.source, link.target)))


def _nodes(walk: Sequence[str]) -> list[str]:
    """The results, two moves, and whether details led to a booking; opening the same page again is no move."""
    nodes = [START]
    for name in walk[walk.index(START) + 1 :]:
        if len(nodes) > MOVES or nodes[-1] == "details":
            break
        node = AGAIN if name in ("search", "results") else name
        if node != nodes[-1]:
            nodes.append(node)
    if nodes[-1] == "details":
        return [*nodes, "booked" if "booked" in walk else LEFT]
    return nodes if len(nodes) > MOVES else [*nodes, LEFT]
