"""Houses and room types as a booking knows them, also those that have been closed since it was made."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.catalogue import models
from app.catalogue.queries import House, RoomType, catalogue, shaped
from app.store import db


def house_of(location_id: int) -> House:
    """The house, with all that is sold there while it is open and nothing after that. Raises NoResultFound."""
    found = catalogue().by_id.get(location_id)
    if found is not None:
        return found
    table = models.Location.__table__
    row = db.session.execute(select(*table.c).where(table.c.id == location_id)).one()
    return shaped(House, row, room_types=(), extras=(), sittings=(), facilities=(), words={}, pictures={})


def room_type_of(room_type_id: int) -> RoomType:
    """The room type, without rooms and words once it is closed. Raises NoResultFound."""
    found = catalogue().room_types.get(room_type_id)
    if found is not None:
        return found
    table = models.RoomType.__table__
    row = db.session.execute(select(*table.c).where(table.c.id == room_type_id)).one()
    return shaped(RoomType, row, rooms=(), facts=(), words={})


def closed_rooms(room_type_id: int) -> list[tuple[int, str]]:
    """The rooms of a type that are sold no more, as (id, name)."""
    table = models.Room.__table__
    asked = select(table.c.id, table.c.name).where(table.c.room_type_id == room_type_id, table.c.closed_at.is_not(None))
    return [(room_id, name) for room_id, name in db.session.execute(asked.order_by(table.c.position, table.c.id))]


def room_type_of_room(room_id: int) -> int | None:
    """The room type of a room, in use or closed; None when there is no such room."""
    return db.session.execute(select(models.Room.room_type_id).where(models.Room.id == room_id)).scalar_one_or_none()


def closed_of(model: type[Any], location_id: int) -> list[tuple[int, str]]:
    """What of that kind a house offers no more, as (id, name)."""
    table = model.__table__
    asked = select(table.c.id, table.c.name).where(table.c.location_id == location_id, table.c.closed_at.is_not(None))
    return [(row_id, name) for row_id, name in db.session.execute(asked.order_by(table.c.name, table.c.id))]


def closed_houses() -> list[tuple[int, str]]:
    """The houses that the group has given up, as (id, name)."""
    table = models.Location.__table__
    asked = select(table.c.id, table.c.name).where(table.c.closed_at.is_not(None))
    return [(row_id, name) for row_id, name in db.session.execute(asked.order_by(table.c.name, table.c.id))]


def slugs_of(model: type[Any], location_id: int | None = None) -> set[str]:
    """Every slug of that kind, of open and closed rows alike; of one house where it is given."""
    table = model.__table__
    asked = select(table.c.slug)
    return set(db.session.scalars(asked if location_id is None else asked.where(table.c.location_id == location_id)))


def keys_of_facilities(location_id: int) -> set[str]:
    """Every key of a house's facilities, of open and closed ones alike."""
    table = models.Facility.__table__
    return set(db.session.scalars(select(table.c.key).where(table.c.location_id == location_id)))
