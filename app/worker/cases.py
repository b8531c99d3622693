"""Cases that wait too long, that nobody opened, and whose guests are to be asked again."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from app.care.cases import Opening, escalate_case, open_case
from app.care.cases.queries import cases_to_ask_about, overdue_cases, unseen_tasks
from app.care.cases.rules import UNSEEN
from app.care.promises.operations import look_for_broken_promises
from app.experience.surveys import ask_about_case
from app.experience.surveys.rules import asked_at
from app.kernel import clock

LOOK_BACK = timedelta(hours=48)


def look_after_cases() -> int:
    """The group knows of every guest whom nobody reached in time. What a guest in the house said is not right, and
    nobody saw to within the hour, is a case; so is what was promised and not kept. Who had a case that was resolved
    yesterday is asked at ten whether it is put right. Answers how many of all these."""
    now = clock.now()
    unseen = unseen_tasks(now - UNSEEN, now - LOOK_BACK)
    for task in unseen:
        title = "Something was not right, and nobody came"
        place = task.location_id
        open_case(Opening("task", task.id, task.booking_id, task.guest_id, place, title, task.words), actor="system")
    done = len(unseen) + look_for_broken_promises()
    done += sum(escalate_case(case_id) for case_id in overdue_cases(now))
    for row in cases_to_ask_about(now - LOOK_BACK - timedelta(days=1)):
        resolved_on = row.resolved_at.astimezone(ZoneInfo(row.timezone)).date()
        if now - LOOK_BACK < asked_at(resolved_on, row.timezone) <= now:
            done += ask_about_case(row.id)
    return done
