"""The site's own visits as streams: any steps, order, window and exclusions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter

from sqlalchemy import BigInteger, ColumnElement, Integer, cast, extract, func, select

from app.catalogue.queries import catalogue
from app.experience.funnel.days.rules import DIMENSIONS, value_of
from app.experience.funnel.names import SIGNALS, STEPS
from app.experience.funnel.rules import DAY, MICROSECOND, Moment, Question, Step, reached, tally
from app.insight.funnel.friction import event, of_visits
from app.insight.funnel.visits import REACHED, chosen, column_of, visit
from app.insight.period import Filters
from app.kernel.errors import Invalid
from app.store import db, is_sqlite

LOGGED = (*STEPS, *SIGNALS)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Attempt = tuple[str, tuple[int, ...]]
"""The group of a visit, and when it reached its steps."""


def count_site(
    filters: Filters, question: Question, by: str | None = None
) -> tuple[tuple[Step, ...], dict[str, tuple[Step, ...]] | None]:
    """The steps' counts of the visits, and the same by a dimension where one is named. One statement.

    The plain question, the site's steps in order within a day or more, is answered from the visits themselves, which
    last a day at most and reach no step before the one that precedes it. Raises `Invalid` for an unknown dimension, and
    for a name that the site does not log.
    """
    strange = [name for name in (*question.steps, *(one.name for one in question.exclusions)) if name not in LOGGED]
    if strange:
        raise Invalid(f"The site logs nothing called {strange[0]}. It logs {', '.join(LOGGED)}.")
    if by is not None and by not in DIMENSIONS:
        raise Invalid(f"The site's visits can be told apart by {', '.join(DIMENSIONS[:-1])} or {DIMENSIONS[-1]}.")
    plain = question.steps == STEPS and question.order == "ordered" and not question.exclusions
    attempts = list(_kept(filters, by) if plain and question.window >= DAY else _matched(filters, question, by))
    counted = tally(question.steps, [attempt for _, attempt in attempts])
    if by is None:
        return counted, None
    groups: dict[str, list[tuple[int, ...]]] = {}
    for group, attempt in attempts:
        groups.setdefault(group, []).append(attempt)
    names = {str(house.id): house.slug for house in catalogue().houses} if by == "location" else {}
    return counted, {names.get(group, group): tally(question.steps, own) for group, own in sorted(groups.items())}


def _kept(filters: Filters, by: str | None) -> Iterator[Attempt]:
    """From the instants that visits keep."""
    for value, *instants in db.session.execute(select(column_of(by or "device"), *REACHED).where(*chosen(filters))):
        yield value_of(by or "device", value), tuple(_micros(at) for at in instants if at is not None)


def _matched(filters: Filters, question: Question, by: str | None) -> Iterator[Attempt]:
    """From the events; strict asks for all of them, the others for those that the question names."""
    query = (
        select(event.c.visit, column_of(by or "device"), _counted_at(), event.c.name)
        .join(visit, visit.c.visit == event.c.visit)
        .where(of_visits(filters), *chosen(filters))
        .order_by(event.c.visit, event.c.at, event.c.id)
    )
    if question.order != "strict":
        names = {*question.steps, *(exclusion.name for exclusion in question.exclusions)}
        query = query.where(event.c.name.in_(sorted(names)))
    rows = db.session.execute(query.execution_options(yield_per=10_000))
    for (_, value), own in groupby(rows, key=itemgetter(0, 1)):
        stream: list[Moment] = [(at, name) for _, _, at, name in own]
        yield value_of(by or "device", value), reached(stream, question)


def _counted_at() -> ColumnElement[int]:
    """An event's microseconds since 1970, reckoned by the database: a page asks for a hundred thousand."""
    if is_sqlite():
        whole = cast(func.strftime("%s", event.c.at), Integer)
        return whole * 1_000_000 + cast(func.substr(event.c.at, 21, 6), Integer)
    return cast(extract("epoch", event.c.at) * 1_000_000, BigInteger)


def _micros(at: datetime) -> int:
    return (at - EPOCH) // MICROSECOND
