"""Stays that were sold and find no door: somebody of the house sees to it before they come."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.booking.days.stays import unplaced
from app.care.models import Task
from app.care.operations.tasks import add_task, finish_task
from app.catalogue.closed import room_type_of
from app.catalogue.queries import House
from app.kernel import clock
from app.kernel.wall import wall_instant
from app.kernel.words import short_day
from app.store import db, transaction

TO_PLACE = "to_place"
AHEAD = timedelta(days=7)
_task = Task.__table__


def ask_for_doors(house: House) -> int:
    """Each booking that arrives within a week and lacks a door is a task of its house, due at noon of that day.

    Asked after the packer has looked: counters do not know what was promised, so a stay may be sold that fits nowhere.
    A task whose stay has a door by now is done. Answers how many are new or done.
    """
    today = clock.today(house.timezone)
    lacking = {one.booking_id: one for one in unplaced([house.id], today, today + AHEAD)}
    mine = (_task.c.kind == TO_PLACE, _task.c.location_id == house.id, _task.c.state == "open")

    def work() -> int:
        rows = db.session.execute(select(_task.c.subject_id, _task.c.id).where(*mine))
        asked = {row.subject_id: row.id for row in rows}
        placed = [finish_task(asked[one], actor="system") for one in sorted(asked.keys() - lacking.keys())]
        for booking_id in sorted(lacking.keys() - asked.keys()):
            one = lacking[booking_id]
            add_task(
                TO_PLACE,
                "booking",
                booking_id,
                f"{one.reference} has no {room_type_of(one.room_type_id).name} on {short_day(one.arrival_on)}",
                location_id=house.id,
                words="No door is free for all their nights. Move somebody on the tape chart, or take back a promise.",
                occasion=one.arrival_on.isoformat(),
                due_at=wall_instant(one.arrival_on, 12, 0, house.timezone),
            )
        return sum(placed) + len(lacking.keys() - asked.keys())

    return transaction(work)
