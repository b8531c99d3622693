"""Cases as a desk needs to see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from app.booking.models import Booking
from app.care.cases.models import Case, CaseNote, CaseRemedy
from app.care.cases.rules import CONTACTED, OPEN, RESOLVE_WITHIN, RESOLVED
from app.care.models import NOT_RIGHT, Task
from app.catalogue.models import Location
from app.identity.models import Guest
from app.identity.staff.models import Staff
from app.store import db

_case, _note, _remedy = Case.__table__, CaseNote.__table__, CaseRemedy.__table__


@dataclass(frozen=True, slots=True)
class HouseCase:
    """A case of a house with whose it is, and the stay that it is about: None and empty while nobody knows the booking.
    `guest_email` is empty where none is known."""

    id: int
    location_id: int
    subject: str
    subject_id: int
    title: str
    words: str
    state: str
    theme: str
    revision: int
    opened_at: datetime
    due_at: datetime
    contacted_at: datetime | None
    resolved_at: datetime | None
    escalated_at: datetime | None
    asked_again_at: datetime | None
    put_right_at: datetime | None
    closings: int
    owner_id: int | None
    owner_name: str
    booking_id: int | None
    reference: str
    arrival_on: date | None
    departure_on: date | None
    guest_id: int | None
    guest_name: str
    guest_email: str
    guest_phone: str

    @property
    def who(self) -> str:
        """Whose it is, as far as anybody knows."""
        return self.guest_name or self.reference or self.guest_email or self.guest_phone or "Somebody"


@dataclass(frozen=True, slots=True)
class Noted:
    """A note on a case and who wrote it."""

    id: int
    kind: str
    way: str | None
    words: str
    written_at: datetime
    by: str


def cases_of(location_id: int, *, resolved: bool, most: int, owner_id: int | None = None) -> list[HouseCase]:
    """The cases of a house: those that are not resolved, what is due first stands first, those whose guest was reached
    last; or the resolved ones, the newest first. With `owner_id` only that person's. One statement."""
    order = (
        (_case.c.resolved_at.desc(), _case.c.id.desc())
        if resolved
        else (_case.c.state != OPEN, _case.c.due_at, _case.c.id)
    )
    mine = [_case.c.location_id == location_id, (_case.c.state == RESOLVED) == resolved]
    if owner_id is not None:
        mine.append(_case.c.owner_id == owner_id)
    return [HouseCase(*row) for row in _rows(_shown().where(*mine).order_by(*order).limit(most))]


def case_of(location_id: int, case_id: int) -> HouseCase | None:
    """A case of that house; None where it has none with this id."""
    found = _rows(_shown().where(_case.c.id == case_id, _case.c.location_id == location_id))
    return next((HouseCase(*row) for row in found), None)


def case_in(case_id: int) -> HouseCase | None:
    """A case of whatever house; None where there is none with this id."""
    return next((HouseCase(*row) for row in _rows(_shown().where(_case.c.id == case_id))), None)


def case_about(subject: str, subject_id: int) -> int | None:
    """The id of the case that came from this; None where there is none."""
    mine = (_case.c.subject == subject, _case.c.subject_id == subject_id)
    return db.session.execute(select(_case.c.id).where(*mine)).scalar()


def unresolved_cases(location_ids: Sequence[int]) -> list[HouseCase]:
    """The cases of these houses that are not resolved, those whose guest nobody has reached first, what is due first
    before the rest; one statement."""
    mine = (_case.c.location_id.in_(list(location_ids)), _case.c.state != RESOLVED)
    order = (_case.c.state != OPEN, _case.c.due_at, _case.c.id)
    return [HouseCase(*row) for row in _rows(_shown().where(*mine).order_by(*order))]


def notes_of(case_id: int) -> list[Noted]:
    """Every note on a case in order; one statement."""
    rows: Iterable[Any] = db.session.execute(
        select(_note.c.id, _note.c.kind, _note.c.way, _note.c.words, _note.c.written_at, func.coalesce(Staff.name, ""))
        .outerjoin(Staff, Staff.id == _note.c.staff_id)
        .where(_note.c.case_id == case_id)
        .order_by(_note.c.id)
    )
    return [Noted(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Remedied:
    """What was taken off the bill for a case, what for, and who gave it."""

    amount_minor: int
    currency: str
    words: str
    given_at: datetime
    by: str


def remedies_of(case_id: int) -> list[Remedied]:
    """Every remedy of a case in order; one statement."""
    rows: Iterable[Any] = db.session.execute(
        select(
            _remedy.c.amount_minor, _remedy.c.currency, _remedy.c.words, _remedy.c.given_at,
            func.coalesce(Staff.name, ""),
        )
        .outerjoin(Staff, Staff.id == _remedy.c.staff_id)
        .where(_remedy.c.case_id == case_id)
        .order_by(_remedy.c.id)
    )  # fmt: skip
    return [Remedied(*row) for row in rows]


def letter_of(case_id: int, note_id: int) -> tuple[str, str] | None:
    """(words, who wrote them) of a note that went to the guest; None where there is none, or it was forgotten."""
    row = db.session.execute(
        select(_note.c.words, func.coalesce(Staff.name, ""))
        .outerjoin(Staff, Staff.id == _note.c.staff_id)
        .where(_note.c.id == note_id, _note.c.case_id == case_id, _note.c.words != "")
    ).one_or_none()
    return (row[0], row[1]) if row else None


def overdue_cases(now: datetime) -> list[int]:
    """Cases whose guest nobody reached in time, or that were not put right within a week of that, and of which the
    group has not been told."""
    unreached = and_(_case.c.state == OPEN, _case.c.due_at <= now)
    unresolved = and_(_case.c.state == CONTACTED, _case.c.contacted_at <= now - RESOLVE_WITHIN)
    late = (or_(unreached, unresolved), _case.c.escalated_at.is_(None))
    return list(db.session.scalars(select(_case.c.id).where(*late).order_by(_case.c.due_at, _case.c.id)))


def cases_to_ask_about(resolved_after: datetime) -> list[Any]:
    """Cases that were resolved after then and whose guest has not been asked since: id, when, and their time zone.
    Without a booking those alone that came with an address."""
    query = (
        select(_case.c.id, _case.c.resolved_at, Location.timezone)
        .join(Location, Location.id == _case.c.location_id)
        .where(
            _case.c.state == RESOLVED, _case.c.resolved_at > resolved_after, _case.c.asked_again_at.is_(None),
            or_(_case.c.booking_id.is_not(None), _case.c.email.is_not(None)),
        )
        .order_by(_case.c.id)
    )  # fmt: skip
    return list(db.session.execute(query))


def unseen_tasks(due_before: datetime, due_after: datetime) -> list[Any]:
    """Open tasks of guests to whom something is not right, due between these instants and without a case; each with
    its booking's guest."""
    task = Task.__table__
    known = select(_case.c.id).where(_case.c.subject == "task", _case.c.subject_id == task.c.id)
    return list(
        db.session.execute(
            select(task.c.id, task.c.location_id, task.c.words, Booking.id.label("booking_id"), Booking.guest_id)
            .join(Booking, Booking.id == task.c.subject_id)
            .where(
                task.c.kind == NOT_RIGHT,
                task.c.subject == "booking",
                task.c.state == "open",
                task.c.due_at <= due_before,
                task.c.due_at > due_after,
                ~known.exists(),
            )
            .order_by(task.c.id)
        )
    )


def case_due(subject: str, subject_id: int) -> datetime | None:
    """Until when somebody reaches the guest of an open case, named by what it is about or as `care_case` by itself."""
    mine = (
        [_case.c.id == subject_id]
        if subject == _case.name
        else [_case.c.subject == subject, _case.c.subject_id == subject_id]
    )
    due_at: datetime | None = db.session.execute(select(_case.c.due_at).where(*mine, _case.c.state == OPEN)).scalar()
    return due_at


def _shown() -> Select[Any]:
    return (
        select(
            _case.c.id, _case.c.location_id, _case.c.subject, _case.c.subject_id, _case.c.title, _case.c.words,
            _case.c.state, func.coalesce(_case.c.theme, ""), _case.c.revision, _case.c.opened_at, _case.c.due_at,
            _case.c.contacted_at, _case.c.resolved_at, _case.c.escalated_at, _case.c.asked_again_at,
            _case.c.put_right_at, _case.c.closings, _case.c.owner_id, func.coalesce(Staff.name, ""), Booking.id,
            func.coalesce(Booking.reference, ""),
            Booking.arrival_on, Booking.departure_on, _case.c.guest_id,
            func.coalesce(func.nullif(_case.c.name, ""), Guest.name, ""),
            func.coalesce(_case.c.email, Guest.email, ""),
            func.coalesce(func.nullif(_case.c.phone, ""), Guest.phone, ""),
        )
        .outerjoin(Booking, Booking.id == _case.c.booking_id)
        .outerjoin(Guest, Guest.id == _case.c.guest_id)
        .outerjoin(Staff, Staff.id == _case.c.owner_id)
    )  # fmt: skip


def _rows(query: Select[Any]) -> Iterable[Any]:
    return db.session.execute(query)
