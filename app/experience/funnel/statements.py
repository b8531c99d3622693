"""The two statements of a page: its events, then its visit. Written by hand, since they are sent with every page."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, Integer, String, TextClause, bindparam, text

from app.experience.funnel.names import STEPS
from app.store.types import Document, Instant

MOST_EVENTS = 1_000
"""How many events a visit may have: nobody looks at so much, but a program may."""

MANY_REFINEMENTS = 3
"""More results than so many, each changed from the last without a room opened between, are a signal."""

RESULTS, ROOM, BOOKED = (STEPS.index(step) for step in ("results", "room", "booked"))

_TYPES: dict[str, Any] = {
    "at": Instant, "seen_after": Instant, "begun_after": Instant, "day_on": Date, "visit": String, "before": String,
    "device": String, "source": String, "returning": Boolean, "is_bot": Boolean, "location_id": BigInteger,
    "heads": Integer, "nights": Integer, "lead_days": Integer, "duration_ms": Integer, "page": BigInteger,
    "written": Integer, "checkout_id": BigInteger, "name": String, "code": String, "duration": Integer,
    "location": BigInteger, "properties": Document, "once": String,
}  # fmt: skip
_PARAMETER = re.compile(r":([a-z]+(?:_[a-z]+)*)(_\d+)?")

WHOSE = (
    "COALESCE((SELECT visit FROM visit WHERE visit = :before AND last_at >= :seen_after AND first_at >= :begun_after),"
    " :visit)"
)
"""The visit's id: that of yesterday while it goes on across midnight, for a day at most; else today's."""

_COLUMNS = (
    'visit, at, version, device, heads, nights, lead_days, source, "returning", is_bot,'
    " name, implied, location_id, duration_ms, code, properties, once"
)
_SAME = "SELECT visit, :at, 1, :device, :heads, :nights, :lead_days, source, :returning, :is_bot"
_NO_WORDS = "CAST(NULL AS VARCHAR)"
_NO_MORE = f"CAST(NULL AS JSONB), {_NO_WORDS}"
_NAMED = " ".join(f"WHEN {rank} THEN '{step}'" for rank, step in enumerate(STEPS))
_DEEPEST = " ".join(f"WHEN visit.{step}_at IS NOT NULL THEN {rank}" for rank, step in reversed(list(enumerate(STEPS))))


@lru_cache(maxsize=400)
def events_statement(step: str | None, signals: int, *, aside: bool = False, known: bool = False) -> TextClause:
    """INSERT of a page's events: its step, those that it implies and the visit has not reached, and its signals.

    A page that the visit looked at last is no step again. `back` and `many_refinements` follow from what the visit did
    before; a page that is `aside` is no way back. With `known` nothing is written for a visit that there is not.
    """
    brake = f"events < {MOST_EVENTS}" + (" AND known IS NOT NULL" if known else "")
    told = [f"{_of_signal(number)} WHERE {brake}" for number in range(signals)]
    rows = " UNION ALL ".join([*(_of_step(step, aside) if step else ()), *told])
    steps = ", ".join(f"v.{one}_at" for one in STEPS)
    return _bound(
        f"INSERT INTO event ({_COLUMNS}) WITH was AS (SELECT w.visit, v.visit AS known, {steps},"  # nosec B608
        " COALESCE(v.source, :source) AS source, v.last_step, v.last_page,"
        " COALESCE(v.refinements, 0) AS refinements, COALESCE(v.events, 0) AS events"
        f" FROM (SELECT {WHOSE} AS visit) w LEFT JOIN visit v ON v.visit = w.visit)"
        f" {rows} ON CONFLICT (once) WHERE once IS NOT NULL DO NOTHING"
    ).execution_options(preserve_rowcount=True)


def _of_step(step: str, aside: bool) -> list[str]:
    """What is reached for the first time is written always, so that the visit never says more than its events."""
    rank, brake = STEPS.index(step), f"events < {MOST_EVENTS}"
    own = f"{_SAME}, '{step}', FALSE, :location_id, :duration_ms, {_NO_WORDS}, {_NO_MORE} FROM was"
    rows = [_row(one, "TRUE") + f" WHERE {one}_at IS NULL" for one in STEPS[:rank]]
    again = f"last_step = {rank} AND last_page = :page OR events >= {MOST_EVENTS}"
    rows.append(f"{own} WHERE {step}_at IS NULL OR :at < {step}_at OR NOT ({again})")
    came_from = f"CASE last_step {_NAMED} END || '>{step}'"
    if not aside:
        was_further = f"last_step > {rank} AND last_step < {BOOKED}"
        rows.append(_row("back", "FALSE", came_from) + f" WHERE {was_further} AND {brake}")
    if rank == RESULTS:
        changed = f"refinements = {MANY_REFINEMENTS} AND last_step = {RESULTS} AND last_page <> :page"
        rows.append(_row("many_refinements", "FALSE") + f" WHERE {changed} AND {brake}")
    return rows


def _row(name: str, implied: str, code: str = _NO_WORDS) -> str:
    return f"{_SAME}, '{name}', {implied}, :location_id, CAST(NULL AS INTEGER), {code}, {_NO_MORE} FROM was"


def _of_signal(number: int) -> str:
    own = ", ".join(f":{name}_{number}" for name in ("location", "duration", "code", "properties", "once"))
    return f"{_SAME}, :name_{number}, FALSE, {own} FROM was"


@lru_cache(maxsize=20)
def visit_statement(step: str | None) -> TextClause:
    """INSERT of the visit, or what the page adds to it: the first instant of each step stays."""
    rank = STEPS.index(step) if step else -1
    steps = ", ".join(f"{one}_at" for one in STEPS)
    reached = ", ".join(":at" if number <= rank else "CAST(NULL AS TIMESTAMPTZ)" for number in range(len(STEPS)))
    added = [f"{name} = COALESCE(excluded.{name}, visit.{name})" for name in ("heads", "nights", "lead_days")]
    return _bound(
        f"INSERT INTO visit (visit, day_on, first_at, last_at, {steps}, location_id, device, source,"  # nosec B608
        ' "returning", heads, nights, lead_days, is_bot, last_step, last_page, refinements, events)'
        f" SELECT {WHOSE}, :day_on, :at, :at, {reached}, :location_id, :device, :source,"
        f" :returning, :heads, :nights, :lead_days, :is_bot, {rank if step else 'CAST(NULL AS SMALLINT)'},"
        f" {':page' if step else 'CAST(NULL AS BIGINT)'}, 0, :written WHERE TRUE"
        f" ON CONFLICT (visit) DO UPDATE SET {', '.join(added + (_moved(rank) if step else []))},"
        " last_at = CASE WHEN excluded.last_at > visit.last_at THEN excluded.last_at ELSE visit.last_at END,"
        ' "returning" = (visit."returning" OR excluded."returning"), events = visit.events + excluded.events'
    )


def _moved(rank: int) -> list[str]:
    """What a step changes: its first instant, those of the steps that it proves and that were not reached, the house,
    and where the visit is now. Each instant is that of an event, in whatever order pages are written."""
    own = f"{STEPS[rank]}_at"
    deeper = f"excluded.location_id IS NOT NULL AND {rank} >= CASE {_DEEPEST} ELSE -1 END"
    return [
        *(f"{one}_at = COALESCE(visit.{one}_at, excluded.{one}_at)" for one in STEPS[:rank]),
        f"{own} = CASE WHEN excluded.{own} < visit.{own} THEN excluded.{own}"
        f" ELSE COALESCE(visit.{own}, excluded.{own}) END",
        f"location_id = CASE WHEN {deeper} THEN excluded.location_id ELSE visit.location_id END",
        f"refinements = {_refinements(rank)}",
        f"last_step = {rank}",
        "last_page = excluded.last_page",
    ]


def _refinements(rank: int) -> str:
    """Results straight after other results count on; a room that is opened starts over."""
    if rank >= ROOM:
        return "0"
    if rank != RESULTS:
        return "visit.refinements"
    changed = f"visit.last_step = {RESULTS} AND visit.last_page <> excluded.last_page"
    return f"visit.refinements + CASE WHEN {changed} THEN 1 ELSE 0 END"


def remember_statement() -> TextClause:
    """INSERT of the visit that goes from a checkout to the payment page."""
    return _bound(
        f"INSERT INTO checkout_visit (checkout_id, visit, noted_at) SELECT :checkout_id, {WHOSE}, :at WHERE TRUE"  # nosec B608
        " ON CONFLICT (checkout_id) DO UPDATE SET visit = excluded.visit, noted_at = excluded.noted_at"
    )


@lru_cache(maxsize=1)
def heard_statement() -> TextClause:
    """UPDATE of a visit from which something was heard without a page."""
    return _bound(
        f"UPDATE visit SET last_at = CASE WHEN :at > last_at THEN :at ELSE last_at END, events = events + :written"  # nosec B608
        f" WHERE visit = {WHOSE}"
    )


def _bound(statement: str) -> TextClause:
    """The statement with the type of each of its parameters: PostgreSQL asks what a NULL is of."""
    names = {found[0] for found in _PARAMETER.finditer(statement)}
    typed = [bindparam(name[1:], type_=_TYPES[_PARAMETER.fullmatch(name)[1]]) for name in names]  # type: ignore[index]
    return text(statement).bindparams(*typed)
