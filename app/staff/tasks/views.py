"""Seeing, taking, giving, doing and making tasks."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import wtforms
from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.care import TaskChanged, add_task, finish_task, give_task
from app.care.models import Task
from app.care.queries import task_in
from app.catalogue.queries import House
from app.identity.staff.names import names_of
from app.identity.staff.rules import Actor
from app.kernel import clock
from app.staff.tasks.lists import SHOWN, hidden_from, list_of, when
from app.web.access import staff
from app.web.forms import AsLongAs, Form, Required, clean_line
from app.web.respond import form_page, not_found, part_wanted, see_other

blueprint = Blueprint("tasks", __name__)
NEXT_HOUR = timedelta(hours=1)
NOBODY = "0"


class NewTaskForm(Form):
    title = wtforms.StringField(
        "What is to be done",
        [Required("Say what is to be done"), AsLongAs(Task.title)],
        description="Leave names to the words below",
    )
    words = wtforms.TextAreaField("More about it", [AsLongAs(Task.words)])
    due = wtforms.DateTimeLocalField(
        "By when", [Required("Say by when, like 2027-03-05T18:00")], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
    )
    owner = wtforms.StringField("Who")


@blueprint.get("/staff/<slug:house>/tasks")
@staff("do_tasks")
def show(actor: Actor, house: House) -> Response:
    """What is to be done here, overdue first; or what has been."""
    return _tasks_page(actor, house)


@blueprint.post("/staff/<slug:house>/tasks")
@staff("do_tasks")
def add(actor: Actor, house: House) -> BaseResponse:
    """The house has a new task."""
    form: NewTaskForm = NewTaskForm.typed()
    people = dict(list_of(actor, house, "open").people)
    owner_id = number_of(form.owner.data)
    if not form.validate() or (owner_id is not None and owner_id not in people):
        if owner_id is not None and owner_id not in people:
            form.refuse("owner", "Choose somebody of this house")
        return _tasks_page(actor, house, form=form)
    add_task(
        "staff",
        "location",
        house.id,
        form.title.data,
        location_id=house.id,
        words=form.words.data or "",
        occasion=secrets.token_hex(12),
        due_at=form.due.data.replace(tzinfo=ZoneInfo(house.timezone)),
        actor="staff",
        actor_id=actor.staff_id,
        owner_id=owner_id,
    )
    return _done(actor, house, "A new task")


@blueprint.post("/staff/<slug:house>/tasks/<id:task_id>/owner")
@staff("do_tasks")
def give(actor: Actor, house: House, task_id: int) -> BaseResponse:
    """Somebody of the house looks after the task, or nobody; who looked at an older one is told."""
    _require(actor, house, task_id)
    to = actor.staff_id if request.form.get("owner") == "me" else number_of(request.form.get("owner"))
    if to is not None and to not in dict(list_of(actor, house, "open").people):
        return _tasks_page(actor, house, 422, problem="Choose somebody of this house.")
    try:
        give_task(task_id, to, seen_owner_id=number_of(request.form.get("seen")), by=actor.staff_id)
    except TaskChanged as changed:
        return _tasks_page(actor, house, 409, problem=_told(house, changed))
    return _done(actor, house, "Taken" if to == actor.staff_id else "Given")


@blueprint.post("/staff/<slug:house>/tasks/<id:task_id>/done")
@staff("do_tasks")
def finish(actor: Actor, house: House, task_id: int) -> BaseResponse:
    """The task is done, with a word on how where there is one; the guest who asked for it sees that."""
    _require(actor, house, task_id)
    outcome = clean_line(request.form.get("outcome", ""))
    if len(outcome) > Task.outcome.type.length:
        return _tasks_page(actor, house, 422, problem="Use 500 characters at most to say how it was done.")
    if not finish_task(task_id, actor="staff", actor_id=actor.staff_id, outcome=outcome):
        return _tasks_page(actor, house, 409, problem="Somebody has done that already. It stands under Done.")
    return _done(actor, house, "Done")


def _require(actor: Actor, house: House, task_id: int) -> None:
    """A 404 for a task that the actor does not see in the list."""
    if not task_in(house.id, task_id, but=hidden_from(actor, house)):
        raise not_found()


def _told(house: House, changed: TaskChanged) -> str:
    if changed.done_at is not None:
        return f"That was done at {when(changed.done_at, house)}, after you looked. Nothing was changed."
    who = names_of([changed.owner_id])[changed.owner_id] if changed.owner_id else "Nobody"
    return f"{who} has that task now, since you looked. Nothing was changed; do it again if it still holds."


def number_of(text: str | None) -> int | None:
    """The id that a field of a form names; None for nobody, and for what is no id."""
    return int(text) if text and text.isascii() and text.isdigit() and 0 < len(text) < 19 and text != NOBODY else None


def _done(actor: Actor, house: House, said: str) -> BaseResponse:
    if part_wanted():
        return _tasks_page(actor, house, said=said)
    return see_other(f"/staff/{house.slug}/tasks?show={_shown()}")


def _shown() -> str:
    show = request.values.get("show", "open")
    return show if show in SHOWN else "open"


def _tasks_page(
    actor: Actor, house: House, status: int | None = None, *, form: NewTaskForm | None = None, **more: object
) -> Response:
    local = clock.now().astimezone(ZoneInfo(house.timezone)).replace(tzinfo=None, second=0, microsecond=0)
    empty = NewTaskForm(data={"due": _whole_hour(local)})
    return form_page(
        "staff/tasks/tasks.html",
        form or empty,
        status,
        actor=actor,
        house=house,
        here="tasks",
        tasks=list_of(actor, house, _shown()),
        shown=SHOWN,
        **more,
    )


def _whole_hour(local: datetime) -> datetime:
    return (local + NEXT_HOUR).replace(minute=0)
