"""Doors given to stays.

Whoever gives, takes or closes doors of a room type does so one after the other (`lock_doors`); the primary key of
`room_night` holds even where somebody forgot to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, delete, or_, select, tuple_, update

from app.catalogue.models import Room, RoomType
from app.inventory.errors import RoomClosed, RoomTaken
from app.inventory.models import Closure, MovedNight, RoomNight, RoomPromise
from app.kernel.stay import Stay
from app.store import db, insert_or_ignore, is_sqlite, savepoint, upsert, write

_given = RoomNight.__table__
AT_ONCE = 500


def lock_doors(room_type_ids: Iterable[int]) -> None:
    """The doors of these room types are ours to give until the transaction ends. Taken after a booking's lock and
    before counters. SQLite's writers are alone anyway."""
    types = RoomType.__table__
    wanted = sorted(set(room_type_ids))
    if is_sqlite() or not wanted:
        return
    db.session.execute(
        select(types.c.id).where(types.c.id.in_(wanted)).order_by(types.c.id).with_for_update(key_share=True)
    ).all()


def give_room(stay_id: int, room_id: int, nights: Collection[date]) -> None:
    """The stay has this door on these nights and no other; on its other nights it keeps what it has.

    Raises `RoomTaken` naming the stay that has it on the first night that is not free, and `RoomClosed`; then nothing
    has changed. Of two who want the same door for the same night, one gets it and the other is refused.
    """
    give_rooms({(stay_id, night): room_id for night in nights})


def give_rooms(doors: Mapping[tuple[int, date], int]) -> None:
    """Each (stay, night) has this door and no other, all or none: stays may change places.

    Raises as `give_room`.
    """
    lock_doors(db.session.execute(select(Room.room_type_id).where(Room.id.in_(set(doors.values())))).scalars())
    rows = [
        {"room_id": room_id, "night": night, "stay_id": stay_id}
        for (stay_id, night), room_id in sorted(doors.items(), key=lambda one: (one[1], one[0][1]))
    ]
    with savepoint():
        take_rooms(doors)
        for start in range(0, len(rows), AT_ONCE):
            some = rows[start : start + AT_ONCE]
            if write(insert_or_ignore(RoomNight), some).rowcount != len(some):
                raise _taken(some)
        _require_open(rows)


def take_rooms(nights: Iterable[tuple[int, date]]) -> None:
    """None of these (stay, night) has a door any more."""
    gone = sorted(nights)
    for start in range(0, len(gone), AT_ONCE):
        write(delete(_given).where(tuple_(_given.c.stay_id, _given.c.night).in_(gone[start : start + AT_ONCE])))


def vacate(stay_ids: Collection[int], kept: Stay | None = None) -> None:
    """No door is given to these stays any more, but on the nights that are `kept`. Within a transaction.

    A promised door, and nights moved to another room type, are forgotten with them.
    """
    for table in (_given, MovedNight.__table__):
        theirs = delete(table).where(table.c.stay_id.in_(stay_ids))
        if kept is not None:
            theirs = theirs.where(or_(table.c.night < kept.arrival, table.c.night >= kept.departure))
        write(theirs)
    if kept is None:
        unpromise(stay_ids)


def promise(stay_id: int, room_id: int | None, *, step_free: bool, at: datetime) -> None:
    """The stay was promised this door, or one without steps. Another door is promised no more; one without steps is
    promised still."""
    promises = RoomPromise.__table__
    before = select(promises.c.step_free).where(promises.c.stay_id == stay_id)
    keeps = step_free or bool(db.session.execute(before).scalar_one_or_none())
    row = {"stay_id": stay_id, "room_id": room_id, "step_free": keeps, "promised_at": at}
    write(upsert(RoomPromise, row, ["stay_id"]))


def unpromise(stay_ids: Collection[int]) -> None:
    """Nothing is promised to these stays."""
    write(delete(RoomPromise.__table__).where(RoomPromise.__table__.c.stay_id.in_(stay_ids)))


def unpromise_door(stay_id: int, *, but: int | None = None) -> None:
    """No door is promised to the stay, but for `but`; a promise of one without steps is kept."""
    promises = RoomPromise.__table__
    mine = [promises.c.stay_id == stay_id, promises.c.room_id.is_not(None)]
    mine += [promises.c.room_id != but] if but is not None else []
    write(update(promises).where(*mine, promises.c.step_free.is_(True)).values(room_id=None))
    write(delete(promises).where(*mine, promises.c.step_free.is_(False)))


def move_nights(stay_id: int, nights: Collection[date], room_type_id: int | None) -> None:
    """On these nights the stay sleeps in that room type, None: in the one it bought.

    Claims and doors are the caller's.
    """
    moved = MovedNight.__table__
    write(delete(moved).where(moved.c.stay_id == stay_id, moved.c.night.in_(sorted(nights))))
    if room_type_id is not None and nights:
        rows = [{"stay_id": stay_id, "night": night, "room_type_id": room_type_id} for night in sorted(nights)]
        write(moved.insert(), rows)


def require_empty(room_id: int, first: date, until: date) -> None:
    """Nobody has the door on nights from `first` up to but not including `until`, nor gets it while this transaction
    lasts; else `RoomTaken`."""
    lock_doors(db.session.execute(select(Room.room_type_id).where(Room.id == room_id)).scalars())
    has = db.session.execute(
        select(_given.c.night, _given.c.stay_id)
        .where(_given.c.room_id == room_id, _given.c.night >= first, _given.c.night < until)
        .order_by(_given.c.night)
        .limit(1)
    ).one_or_none()
    if has is not None:
        raise RoomTaken(room_id, has.night, has.stay_id)


def _taken(rows: Sequence[Mapping[str, Any]]) -> RoomTaken:
    """Who has the first of these nights; the rows that could be written are there too, and undone by the savepoint."""
    wanted = {(row["room_id"], row["night"]): row["stay_id"] for row in rows}
    found = db.session.execute(
        select(_given.c.room_id, _given.c.night, _given.c.stay_id)
        .where(tuple_(_given.c.room_id, _given.c.night).in_(sorted(wanted)))
        .order_by(_given.c.night, _given.c.room_id)
    )
    for room_id, night, stay_id in found:
        if wanted[room_id, night] != stay_id:
            return RoomTaken(room_id, night, stay_id)
    first = rows[0]
    return RoomTaken(first["room_id"], first["night"], first["stay_id"])


def _require_open(rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    nights = [row["night"] for row in rows]
    closures = db.session.execute(
        select(Closure.room_id, Closure.from_on, Closure.until_on, Closure.reason).where(
            and_(Closure.room_id.is_not(None), Closure.from_on <= max(nights), Closure.until_on > min(nights))
        )
    ).all()
    for row in rows:
        for room_id, from_on, until_on, reason in closures:
            if room_id is not None and room_id == row["room_id"] and from_on <= row["night"] < until_on:
                raise RoomClosed(room_id, row["night"], reason)
