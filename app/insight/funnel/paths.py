"""Where visits went after the results.

Where days are not summed up, the last days (`lately`) are looked at, and the page says so. Where they are, those are
looked at, and not the few that are not yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from sqlalchemy import select

from app.experience.funnel.names import STEPS
from app.experience.funnel.rules.links import links_of
from app.insight.funnel.friction import event, of_visits
from app.insight.funnel.kept import figured, kept_sum
from app.insight.funnel.visits import chosen, lately, visit
from app.insight.period import Filters
from app.store import db


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
    """Where the visits of the filters went from their first results page; five statements at most."""
    found = figured(filters)
    if found.kept is not None:
        looked, counts = found.kept, kept_sum(found, "links").links
    else:
        looked = lately(filters)
        counts = _walked(looked)
    links = [Link(*link, visits) for link, visits in counts.items()]
    links.sort(key=lambda link: (link.column, -link.visits, link.source, link.target))
    return Paths(links, sum(link.visits for link in links if link.column == 0), looked.since_on, looked.until_on)


def _walked(filters: Filters) -> Counter[tuple[int, str, str]]:
    rows = db.session.execute(
        select(event.c.visit, event.c.name)
        .join(visit, visit.c.visit == event.c.visit)
        .where(of_visits(filters), *chosen(filters), event.c.name.in_(STEPS), event.c.implied.is_(False))
        .order_by(event.c.visit, event.c.at, event.c.id)
    )
    found: Counter[tuple[int, str, str]] = Counter()
    for _, own in groupby(rows, key=itemgetter(0)):
        found.update(links_of([name for _, name in own]))
    return found
