"""What the worker does about cases: telling the group of those that wait too long, and asking guests again."""

from __future__ import annotations

from sqlalchemy import select

from app.care.cases.operations.records import SUBJECT, change, locked
from app.care.cases.rules import OPEN, RESOLVED
from app.identity.staff.models import Staff, StaffRole
from app.identity.staff.rules import ADMINISTRATOR
from app.kernel import clock
from app.outbox import announce_once
from app.store import db, transaction

ESCALATED = "case_escalated"
"""The kind of mail that tells the group of a case that nobody has looked after in time."""


def escalate_case(case_id: int) -> bool:
    """The group knows that nobody reached this guest in time: the case says so, every administrator has a mail.

    False, and nothing is done, unless it is open, overdue and not escalated yet. Raises `UnknownCase`.
    """

    def work() -> bool:
        row, now = locked(case_id), clock.now()
        if row.state != OPEN or row.escalated_at is not None or row.due_at > now:
            return False
        change(row, "case_escalated", now, by=None, values={"escalated_at": now})
        for staff_id, mail in _administrators():
            occasion = f"{row.revision}-{staff_id}"
            announce_once(ESCALATED, SUBJECT, case_id, mail, {"case": case_id}, occasion=occasion)
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


def _administrators() -> list[tuple[int, str]]:
    rows = db.session.execute(
        select(Staff.id, Staff.email)
        .join(StaffRole, StaffRole.staff_id == Staff.id)
        .where(StaffRole.role == ADMINISTRATOR, Staff.closed_at.is_(None))
        .order_by(Staff.id)
    )
    return [(row.id, row.email) for row in rows]
