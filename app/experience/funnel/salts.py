"""The random number of a day, and the ids of visits that are made with it."""

from __future__ import annotations

import hmac
import secrets
from datetime import date, timedelta
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, delete, select

from app.experience.funnel.models import VisitSalt
from app.store import apart, db, transaction, write
from app.store.engines import insert_or_ignore

KEPT = timedelta(days=2)
"""A day's salt is gone 48 hours after the day began: by then no visit of that day goes on."""

_known: WeakKeyDictionary[Engine, dict[date, str]] = WeakKeyDictionary()
"""Today's and yesterday's salts, by database, so that a page need not ask for them."""


def visit_ids(today: date, address: str, agent: str) -> tuple[str, str]:
    """The id of whoever has this address and browser, under today's salt and under yesterday's ('' without one).

    Neither can be found again once the salt is destroyed; neither is kept.
    """
    salts, yesterday = _salts(today), today - timedelta(days=1)
    return _id(salts[today], address, agent), _id(salts.get(yesterday, ""), address, agent)


def prepare_salts(today: date) -> None:
    """Today has its salt, and tomorrow, so that no page has to write one; this process knows today's."""
    stored = _stored()
    for day in (today, today + timedelta(days=1)):
        if day not in stored:
            _make(day)
    _salts(today)


def destroy_salts(today: date) -> int:
    """Salts of days that began 48 hours ago or earlier are gone for good; how many were."""
    old = delete(VisitSalt.__table__).where(VisitSalt.__table__.c.day_on <= today - KEPT)
    return transaction(lambda: write(old).rowcount)


def _salts(today: date) -> dict[date, str]:
    known = _known.get(db.engine)
    if known is None or today not in known:
        stored = _stored()
        if today not in stored:
            _make(today)
            stored = _stored()
        yesterday = today - timedelta(days=1)
        known = _known[db.engine] = {day: salt for day, salt in stored.items() if day in (today, yesterday)}
    return known


def _stored() -> dict[date, str]:
    table = VisitSalt.__table__
    with db.engine.connect() as connection:
        return {row.day_on: row.salt for row in connection.execute(select(table.c.day_on, table.c.salt))}


def _make(day: date) -> None:
    """Of processes that make it at once, the first one's counts."""
    row = {"day_on": day, "salt": secrets.token_hex(32)}
    apart(lambda connection: connection.execute(insert_or_ignore(VisitSalt, row)))


def _id(salt: str, address: str, agent: str) -> str:
    return hmac.new(salt.encode(), f"{address}\n{agent}".encode(), "sha256").hexdigest()[:32] if salt else ""
