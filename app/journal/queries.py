"""The journal as whoever runs a house reads it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from app.journal.models import Entry, PersonalEntry
from app.store import db

_entry, _personal = Entry.__table__, PersonalEntry.__table__


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: of a location (of all where None), by somebody, of an action, about a subject, between instants.

    `actor` is `guest`, `system` or `staff`; `older_than` the id of the last one that was shown. `shared` are subjects
    of no single location, by kind, that belong to this one too.
    """

    location_id: int | None = None
    actor: str = ""
    actor_id: int | None = None
    action: str = ""
    subject: str = ""
    subject_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    older_than: int | None = None
    shared: Mapping[str, Collection[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Deed:
    """One entry. `personal` are (field, before, after), empty once they were forgotten."""

    id: int
    at: datetime
    actor: str
    actor_id: int | None
    action: str
    subject: str
    subject_id: int
    location_id: int | None
    facts: dict[str, Any]
    personal: list[tuple[str, str | None, str | None]] = field(default_factory=list)


def deeds(wanted: Wanted, most: int) -> list[Deed]:
    """The newest entries that are wanted, `most` of them at most; two statements."""
    rows = db.session.execute(
        select(_entry).where(*_which(wanted)).order_by(_entry.c.at.desc(), _entry.c.id.desc()).limit(most)
    ).all()
    personal = defaultdict(list)
    changed = select(_personal).where(_personal.c.entry_id.in_([row.id for row in rows]))
    for one in db.session.execute(changed.order_by(_personal.c.field)) if rows else ():
        personal[one.entry_id].append((one.field, one.before, one.after))
    return [Deed(**row._mapping, personal=personal[row.id]) for row in rows]


def _which(wanted: Wanted) -> list[ColumnElement[bool]]:
    names = ("actor", "actor_id", "action", "subject", "subject_id")
    given = {name: value for name in names if (value := getattr(wanted, name)) not in (None, "")}
    found: list[ColumnElement[bool]] = [_entry.c[name] == value for name, value in given.items()]
    if wanted.location_id is not None:
        found.append(or_(_entry.c.location_id == wanted.location_id, *_shared(wanted)))
    if wanted.since is not None:
        found.append(_entry.c.at >= wanted.since)
    if wanted.until is not None:
        found.append(_entry.c.at < wanted.until)
    if wanted.older_than is not None:
        last = _entry.alias("last")
        at = select(last.c.at).where(last.c.id == wanted.older_than).scalar_subquery()
        found.append(or_(_entry.c.at < at, and_(_entry.c.at == at, _entry.c.id < wanted.older_than)))
    return found


def _shared(wanted: Wanted) -> list[ColumnElement[bool]]:
    nowhere = _entry.c.location_id.is_(None)
    return [
        and_(nowhere, _entry.c.subject == subject, _entry.c.subject_id.in_(ids))
        for subject, ids in wanted.shared.items()
        if ids
    ]
