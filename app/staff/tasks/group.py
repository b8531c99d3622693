"""Tasks of no house, as a mail with a link to sign in that did not arrive: for whoever looks after the group."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, current_app, request
from werkzeug.wrappers import Response as BaseResponse

from app.care import TaskChanged, finish_task, give_task
from app.care.models import Task
from app.care.queries import HouseTask, task_in, tasks_of
from app.identity.staff.rules import Actor
from app.kernel import clock
from app.staff.tasks.lists import MOST_DONE, MOST_OPEN
from app.staff.tasks.views import blueprint, number_of
from app.web.access import staff
from app.web.filters import instant
from app.web.forms import clean_line
from app.web.respond import not_found, page, see_other

MAY = "edit_group"
URL = "/staff/tasks"


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A task as it stands on the page, with its instants on the group's clock."""

    task: HouseTask
    when: str
    late: bool


@blueprint.get(URL)
@staff(MAY)
def show_group(actor: Actor) -> Response:
    """What is to be done for the group, what was due first stands first; and what was done lately."""
    return _page(actor)


@blueprint.post(f"{URL}/<id:group_task_id>/done")
@staff(MAY)
def finish_group(actor: Actor, group_task_id: int) -> BaseResponse:
    """The task is done, with a word on how where there is one."""
    if not task_in(None, group_task_id):
        raise not_found()
    outcome = clean_line(request.form.get("outcome", ""))
    if len(outcome) > Task.outcome.type.length:
        return _page(actor, 422, "Use 500 characters at most to say how it was done.")
    if not finish_task(group_task_id, actor="staff", actor_id=actor.staff_id, outcome=outcome):
        return _page(actor, 409, "Somebody has done that already. It stands under what was done.")
    return see_other(URL)


@blueprint.post(f"{URL}/<id:group_task_id>/owner")
@staff(MAY)
def take_group(actor: Actor, group_task_id: int) -> BaseResponse:
    """Whoever asks looks after the task, or nobody; 409 where somebody else took it since the page was made."""
    if not task_in(None, group_task_id):
        raise not_found()
    seen_owner_id = number_of(request.form.get("seen"))
    to = actor.staff_id if request.form.get("owner") == "me" else None
    try:
        give_task(group_task_id, to, seen_owner_id=seen_owner_id, by=actor.staff_id)
    except TaskChanged:
        return _page(actor, 409, "Somebody took or did that task after you looked. It stands as it is now.")
    return see_other(URL)


def _page(actor: Actor, status: int = 200, problem: str = "") -> Response:
    return page(
        "staff/tasks/group.html",
        status,
        actor=actor,
        here="group_tasks",
        cards=_cards("open", MOST_OPEN),
        done=_cards("done", MOST_DONE),
        problem=problem,
        typed=request.form.get("outcome", ""),
    )


def _cards(state: str, most: int) -> list[GroupCard]:
    zone, now = current_app.config["SETTINGS"].group_timezone, clock.now()
    return [
        GroupCard(task, instant(task.done_at or task.due_at, zone), state == "open" and task.due_at < now)
        for task in tasks_of(None, state, most=most)
    ]
