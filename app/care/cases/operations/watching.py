"""What the worker does about cases: telling the group of those that wait too long, and asking guests again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from app.care.cases.operations.records import SUBJECT, change, locked, owner_now
from app.care.cases.rules import CONTACTED, OPEN, RESOLVE_WITHIN, RESOLVED
from app.identity.staff.models import Staff, StaffRole
from app.identity.staff.rules import ADMINISTRATOR
from app.kernel import clock
from app.outbox import announce_once
from app.store import db, transaction

ESCALATED = "case_escalated"
"""The kind of mail that tells the group, and whoever has it, of a case that nobody has looked after in time."""


def escalate_case(case_id: int) -> bool:
    """The group knows that this case is late: the case says so, and every administrator has a mail, as has whoever has
    the case. One that nobody has, or somebody who has gone, is from now on whoever's answers for the house.

    Late is one whose guest nobody reached in time, and one that was not put right within a week of that. False, and
    nothing is done, unless it is late and not escalated yet. Raises `UnknownCase`.
    """

    def work() -> bool:
        row, now = locked(case_id), clock.now()
        if row.escalated_at is not None or not _late(row, now):
            return False
        owner_id = owner_now(row.location_id, row.owner_id)
        values = {"escalated_at": now, "owner_id": owner_id}
        change(row, "case_escalated", now, by=None, values=values, before=row.owner_id, after=owner_id)
        facts = {"case": case_id, "late": "unreached" if row.state == OPEN else "unresolved"}
        for staff_id, mail in _told(owner_id):
            occasion = f"{row.revision}-{staff_id}"
            announce_once(ESCALATED, SUBJECT, case_id, mail, facts, occasion=occasion)
        return True

    return transaction(work)


def ask_again(case_id: int) -> int | None:
    """Which closing of the case the guest is to be asked about now, after which this is noted; part of a transaction
    around. None where they were asked since it was resolved, or it is not. Raises `UnknownCase`."""

    def work() -> int | None:
        row, now = locked(case_id), clock.now()
        if row.state != RESOLVED or row.asked_again_at is not None:
            return None
        change(row, "case_asked_again", now, by=None, values={"asked_again_at": now})
        closings: int = row.closings
        return closings

    return transaction(work)


def say_put_right(case_id: int) -> None:
    """The guest, asked again, says that it is put right: a resolved case is closed by them. One that was opened again
    meanwhile stays open. Part of a transaction around. Raises `UnknownCase`."""

    def work() -> None:
        row, now = locked(case_id), clock.now()
        if row.state == RESOLVED and row.put_right_at is None:
            change(row, "case_put_right", now, by=None, values={"put_right_at": now}, actor="guest")

    transaction(work)


def _late(row: Any, now: datetime) -> bool:
    if row.state == OPEN:
        return bool(row.due_at <= now)
    return bool(row.state == CONTACTED and row.contacted_at + RESOLVE_WITHIN <= now)


def _told(owner_id: int | None) -> list[tuple[int, str]]:
    """(id, mail) of every administrator, and of whoever has the case."""
    group = select(StaffRole.staff_id).where(StaffRole.role == ADMINISTRATOR)
    rows = db.session.execute(
        select(Staff.id, Staff.email)
        .where(or_(Staff.id.in_(group), Staff.id == owner_id), Staff.closed_at.is_(None))
        .order_by(Staff.id)
    )
    return [(row.id, row.email) for row in rows]
