"""Houses and room types as a booking knows them, also those that have been closed since it was made."""

from __future__ import annotations

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
    return shaped(House, row, room_types=(), extras=(), sittings=(), facilities=(), words={})


def room_type_of(room_type_id: int) -> RoomType:
    """The room type, without rooms and words once it is closed. Raises NoResultFound."""
    found = catalogue().room_types.get(room_type_id)
    if found is not None:
        return found
    table = models.RoomType.__table__
    row = db.session.execute(select(*table.c).where(table.c.id == room_type_id)).one()
    return shaped(RoomType, row, rooms=(), facts=(), words={})
