"""Which rows of any table belong to a guest, found by walking the store's metadata: no area has to be known here.

A row belongs to a guest when it names a row of theirs by a foreign key, or by `subject` and `subject_id` or `owner` and
`owner_id`; when a column marked `MAIL` holds their address; or when one of their rows alone can name it (its key there
is unique: a booking's checkout).
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, ColumnElement, Table, and_, func, or_, select

from app.identity.models import Guest
from app.store import Base, db

POLYMORPHIC = (("subject", "subject_id"), ("owner", "owner_id"))
Ids = dict[str, list[int]]
"""Ids of a guest's rows by table; tables whose key is not one id are named by their condition alone."""


def belongings(guest_ids: list[int], mails: list[str]) -> dict[Table, ColumnElement[bool]]:
    """For every table with rows of these guests, the condition that finds them; `guest` itself among them.

    `mails` are their addresses in small letters, those that are nobody else's. In the order of the metadata, so that a
    row comes after those it refers to.
    """
    found: dict[Table, ColumnElement[bool]] = {Guest.__table__: Guest.__table__.c.id.in_(guest_ids)}
    ids: Ids = {"guest": list(guest_ids)}
    while True:
        before = {name: len(own) for name, own in ids.items()}
        for table in Base.metadata.sorted_tables:
            if table.name != "guest":
                _look(table, found, ids, mails)
        if before == {name: len(own) for name, own in ids.items()}:
            return {table: found[table] for table in Base.metadata.sorted_tables if table in found}


def personal_columns(table: Table) -> list[Column[object]]:
    """The columns of a table that say something about a person."""
    return [column for column in table.columns if column.info.get("personal")]


def _look(table: Table, found: dict[Table, ColumnElement[bool]], ids: Ids, mails: list[str]) -> None:
    conditions = [*_named(table, ids), *_addressed(table, mails), *_named_alone(table, found)]
    if not conditions:
        return
    condition = or_(*conditions)
    if "id" in table.c and table.primary_key.columns.keys() == ["id"]:
        own = list(db.session.scalars(select(table.c.id).where(condition)))
        if own:
            ids[table.name] = own
            found[table] = table.c.id.in_(own)
    elif db.session.execute(select(*table.primary_key.columns).where(condition).limit(1)).first():
        found[table] = condition


def _named(table: Table, ids: Ids) -> Iterator[ColumnElement[bool]]:
    """By a foreign key that is not marked `OTHERS`, or by the name of a table and an id."""
    for key in table.foreign_keys:
        if key.parent.info.get("others"):
            continue
        if key.column.name == "id" and (own := ids.get(key.column.table.name)):
            yield key.parent.in_(own)
    for kind, number in POLYMORPHIC:
        if kind in table.c and number in table.c:
            for name, own in ids.items():
                yield and_(table.c[kind] == name, table.c[number].in_(own))


def _addressed(table: Table, mails: list[str]) -> Iterator[ColumnElement[bool]]:
    if mails:
        yield from (func.lower(column).in_(mails) for column in table.c if column.info.get("mail"))


def _named_alone(table: Table, found: dict[Table, ColumnElement[bool]]) -> Iterator[ColumnElement[bool]]:
    """By a key of theirs that no two rows may hold."""
    for other, condition in found.items():
        for key in other.foreign_keys:
            if key.column.table is table and key.parent.unique:
                yield key.column.in_(select(key.parent).where(condition))
