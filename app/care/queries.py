"""Tasks as a desk needs to see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select

from app.booking.models import Booking
from app.care.models import NOT_RIGHT, REQUEST, RULE, Task
from app.identity.models import Guest
from app.identity.staff.models import Staff
from app.store import db


@dataclass(frozen=True, slots=True)
class OpenTask:
    """Something that is still to be done; `location_id` is None when it is the whole group's."""

    id: int
    location_id: int | None
    kind: str
    subject: str
    subject_id: int
    title: str
    words: str
    made_at: datetime
    due_at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that a guest asked of the house or said is not right; `done_at` is None until somebody has been."""

    id: int
    kind: str
    title: str
    words: str
    made_at: datetime
    due_at: datetime
    done_at: datetime | None


_task = Task.__table__
_SHOWN = [_task.c[name] for name in OpenTask.__dataclass_fields__]


def open_tasks(location_id: int | None = None) -> list[OpenTask]:
    """What is still to be done in a house, or everywhere when None; what is due first stands first."""
    query = select(*_SHOWN).where(_task.c.state == "open").order_by(_task.c.due_at, _task.c.id)
    if location_id is not None:
        query = query.where(_task.c.location_id == location_id)
    return [OpenTask(**row) for row in db.session.execute(query).mappings()]


def due_tasks(location_ids: Sequence[int], by: datetime) -> list[OpenTask]:
    """What is open in these houses and due by then, what was due first stands first; and rules somebody is to look at,
    whenever that is due. One statement."""
    query = select(*_SHOWN).where(
        _task.c.state == "open",
        _task.c.location_id.in_(list(location_ids)),
        or_(_task.c.due_at <= by, _task.c.kind == RULE),
    )
    return [OpenTask(**row) for row in db.session.execute(query.order_by(_task.c.due_at, _task.c.id)).mappings()]


def due_of_group(by: datetime) -> list[OpenTask]:
    """What is open and due by then of no house, what was due first stands first; one statement."""
    query = select(*_SHOWN).where(_task.c.state == "open", _task.c.location_id.is_(None), _task.c.due_at <= by)
    return [OpenTask(**row) for row in db.session.execute(query.order_by(_task.c.due_at, _task.c.id)).mappings()]


def tasks_about(subject: str, *subject_ids: int) -> list[OpenTask]:
    """What is still to be done about these, what is due first stands first; one statement."""
    mine = (_task.c.state == "open", _task.c.subject == subject, _task.c.subject_id.in_(subject_ids))
    query = select(*_SHOWN).where(*mine).order_by(_task.c.due_at, _task.c.id)
    return [OpenTask(**row) for row in db.session.execute(query).mappings()]


@dataclass(frozen=True, slots=True)
class HouseTask:
    """A task of a house with who looks after it, and the booking that it is about, if it is about one."""

    id: int
    kind: str
    title: str
    words: str
    state: str
    made_at: datetime
    due_at: datetime
    done_at: datetime | None
    outcome: str
    owner_id: int | None
    owner_name: str
    reference: str
    guest_name: str
    url: str


def tasks_of(location_id: int | None, state: str, *, most: int) -> list[HouseTask]:
    """The tasks of a house, of the group where it is None: open, what was due first stands first; or done, the newest
    first; one statement."""
    order = (_task.c.due_at, _task.c.id) if state == "open" else (_task.c.done_at.desc(), _task.c.id.desc())
    query = (
        select(
            _task.c.id, _task.c.kind, _task.c.title, _task.c.words, _task.c.state, _task.c.made_at, _task.c.due_at,
            _task.c.done_at, func.coalesce(_task.c.outcome, ""), _task.c.owner_id, func.coalesce(Staff.name, ""),
            func.coalesce(Booking.reference, ""), func.coalesce(Guest.name, ""), _task.c.url,
        )
        .outerjoin(Staff, Staff.id == _task.c.owner_id)
        .outerjoin(Booking, and_(_task.c.subject == "booking", Booking.id == _task.c.subject_id))
        .outerjoin(Guest, Guest.id == Booking.guest_id)
        .where(_task.c.location_id == location_id, _task.c.state == state)
        .order_by(*order)
        .limit(most)
    )  # fmt: skip
    rows: Iterable[Any] = db.session.execute(query)
    return [HouseTask(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A change of a rule that a house was asked to look at: since when, who has it, and what came of it."""

    made_at: datetime
    owner_name: str
    done_at: datetime | None
    outcome: str


def rules_shown(location_ids: Collection[int] | None, since: datetime) -> dict[tuple[int, str], RuleShown]:
    """The newest of these houses (of all where None) by house and change, asked after `since`; one statement."""
    here = () if location_ids is None else (_task.c.location_id.in_(location_ids),)
    rows = db.session.execute(
        select(_task.c.location_id, _task.c.occasion, _task.c.made_at, Staff.name, _task.c.done_at, _task.c.outcome)
        .outerjoin(Staff, Staff.id == _task.c.owner_id)
        .where(_task.c.kind == RULE, _task.c.made_at > since, *here)
        .order_by(_task.c.id)
    )
    return {
        (row.location_id, row.occasion.rpartition("@")[0]): RuleShown(
            row.made_at, row.name or "", row.done_at, row.outcome or ""
        )
        for row in rows
    }


def task_in(location_id: int | None, task_id: int, but: Collection[str] = ()) -> bool:
    """Whether the task is that house's (the group's where it is None), and of none of the kinds `but`."""
    found = select(_task.c.id).where(
        _task.c.id == task_id, _task.c.location_id == location_id, _task.c.kind.not_in(but)
    )
    return db.session.execute(found).first() is not None


MOST_ASKED = 20
_ASKED = [_task.c[name] for name in Asked.__dataclass_fields__]


def asked_by(booking_id: int) -> list[Asked]:
    """What the guests of a booking asked for, the newest first, twenty at most; one statement."""
    query = (
        select(*_ASKED)
        .where(_task.c.subject == "booking", _task.c.subject_id == booking_id, _task.c.kind.in_((REQUEST, NOT_RIGHT)))
        .order_by(_task.c.id.desc())
        .limit(MOST_ASKED)
    )
    return [Asked(*row) for row in db.session.execute(query)]
