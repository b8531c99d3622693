"""Asking a house to look at one of its rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from app.care.models import RULE, Task
from app.care.operations.tasks import add_task
from app.catalogue.queries import House
from app.identity.staff.queries import who_answers_for
from app.kernel import clock
from app.store import db, transaction

LOOKED_AT_WITHIN = timedelta(days=7)
_task = Task.__table__


@dataclass(frozen=True, slots=True)
class AskedRule:
    """`rule` is the change that is asked for, as `min_stay:1`; `url` shows the rule as it is."""

    rule: str
    title: str
    words: str
    url: str


def show_rule(house: House, asked: AskedRule, *, by: int) -> int:
    """The id of the open task of the house's manager to look at the rule within a week, an administrator's where the
    house has none. While one about that change is open, and twice on one day, it is that one."""
    today = clock.today(house.timezone)
    mine = (_task.c.kind == RULE, _task.c.location_id == house.id, _task.c.state == "open")

    def work() -> int:
        open_one = select(_task.c.id).where(*mine, _task.c.occasion.startswith(f"{asked.rule}@", autoescape=True))
        found = db.session.execute(open_one).scalars().first()
        return found or add_task(
            RULE, "location", house.id, asked.title,
            location_id=house.id, words=asked.words, url=asked.url, occasion=f"{asked.rule}@{today:%y%m%d}",
            due_at=clock.now() + LOOKED_AT_WITHIN, actor="staff", actor_id=by, owner_id=who_answers_for(house.id),
        )  # fmt: skip

    return transaction(work)
