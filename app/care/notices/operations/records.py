"""What every deed on a notice begins and ends with."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sqlalchemy import select, update

from app.care.facilities.queries import STATUS
from app.care.notices.coming import NOTICES
from app.care.notices.errors import BadNotice, NoticeChanged, UnknownNotice
from app.care.notices.models import Notice
from app.care.notices.rules import Wish, faults
from app.catalogue.models import Facility, Room, RoomType
from app.journal import record
from app.kernel import clock
from app.store import db, write
from app.store.version import raise_versions

NOTICE = "notice"
_notice = Notice.__table__


def locked(notice_id: int, seen_revision: int | None = None) -> Any:
    """The notice, ours until the transaction ends. Raises `UnknownNotice`, and `NoticeChanged` on another revision."""
    row = db.session.execute(select(_notice).where(_notice.c.id == notice_id).with_for_update()).one_or_none()
    if row is None:
        raise UnknownNotice
    if seen_revision is not None and row.revision != seen_revision:
        raise NoticeChanged
    return row


def wish_of(row: Any) -> Wish:
    """A notice's row as it was written."""
    values = {field.name: getattr(row, field.name) for field in fields(Wish)}
    return Wish(**values | {"whom": tuple(row.whom), "room_types": tuple(row.room_types), "rooms": tuple(row.rooms)})


def check(wish: Wish) -> None:
    """Raises `BadNotice` with every fault of it; what belongs to another house is one."""
    own = {
        model: list(db.session.scalars(select(model.id).where(model.location_id == wish.location_id)))
        for model in (Facility, RoomType)
    }
    doors = db.session.scalars(select(Room.id).where(Room.room_type_id.in_(own[RoomType]))) if wish.rooms else ()
    found = faults(wish, own[Facility], own[RoomType], doors)
    if found:
        raise BadNotice(found)


def change(row: Any, action: str, values: dict[str, Any], *, by: int | None, **facts: Any) -> None:
    """The notice has these values and the next revision, the journal says who did what, and the pages on how the houses
    are see it."""
    write(
        update(_notice)
        .where(_notice.c.id == row.id)
        .values(revision=row.revision + 1, revised_at=clock.now(), **values)
    )
    note(action, row.id, row.location_id, by, revision=row.revision + 1, **facts)
    raise_versions([STATUS, NOTICES])


def note(action: str, notice_id: int, location_id: int, by: int | None, **facts: Any) -> None:
    """The journal says who did what to a notice."""
    actor = "staff" if by else "system"
    record(action, NOTICE, notice_id, actor=actor, actor_id=by, location_id=location_id, **facts)
