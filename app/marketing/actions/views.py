"""The plan, and the forms of its actions."""

from __future__ import annotations

from datetime import date
from typing import Any

import wtforms
from flask import Blueprint, Response, current_app, request
from werkzeug.wrappers import Response as BaseResponse

from app.catalogue.queries import House, catalogue
from app.identity.staff.queries import staff_members
from app.identity.staff.rules import Actor, can, places
from app.kernel import clock
from app.kernel.errors import Refused, Stale
from app.kernel.words import short_day
from app.marketing.actions.form import ActionForm, stored
from app.marketing.actions.rows import action_lines, action_rows, row_of
from app.marketing.asked import asked, asked_file
from app.plan.actions import Action, Counted, action_with, decide_action, edit_action, judge, plan_action
from app.plan.actions.rules import DECISIONS
from app.plan.errors import Unknown
from app.web.access import staff
from app.web.csv_file import csv_file
from app.web.forms import ChoiceOf, Form, Required
from app.web.respond import form_page, not_found, page, see_other

blueprint = Blueprint("actions", __name__)
LIST, NEW, ONE = "marketing/actions/list.html", "marketing/actions/new.html", "marketing/actions/action.html"
ACTION = "keep_plan"
HEAD = (
    "action", "about", "channel_and_house", "judged_by", "baseline", "baseline_n", "aim", "now", "now_n", "difference",
    "low", "high", "p", "owner", "desk", "starts_on", "judged_on", "verdict",
)  # fmt: skip


class DecisionForm(Form):
    decision = ChoiceOf(
        "What became of it",
        choices=[("", "Choose"), *DECISIONS.items()],
        sentence="Say whether it is kept, undone or dropped",
        validators=[Required("Say whether it is kept, undone or dropped")],
    )
    version = wtforms.HiddenField()


@blueprint.get("/marketing/actions")
@staff("read_measures", anywhere=True)
def show(actor: Actor) -> Response:
    """Every action of the houses that this person may read, with its verdict."""
    found = asked(actor)
    return page(
        LIST, actor=actor, here="actions", asked=found, rows=action_rows(found.filters.location_ids, _today()),
        may_plan=bool(_own_houses(actor)),
    )  # fmt: skip


@blueprint.get("/marketing/actions.csv")
@staff("read_measures", anywhere=True, proven=True)
def download(actor: Actor) -> Response:
    """The same as a file."""
    lines = action_lines(asked_file(actor).filters.location_ids, _today())
    return csv_file(f"actions-{_today()}.csv", HEAD, lines)


@blueprint.get("/marketing/actions/new")
@staff(ACTION, anywhere=True)
def show_new(actor: Actor) -> Response:
    """An empty form; the phase, evidence and measure that the address names are filled in."""
    named = {key: request.args[key] for key in ("phase", "evidence", "measure") if key in request.args}
    return _new_page(actor, _form(actor, named or None))


@blueprint.post("/marketing/actions/new")
@staff(ACTION, anywhere=True)
def add(actor: Actor) -> BaseResponse:
    """One more in the plan, with its baseline as it stands."""
    form = _form(actor)
    if not form.validate():
        return _new_page(actor, form)
    action_id = plan_action(form.wish, today=_today(), by=actor.staff_id)
    return see_other(f"/marketing/actions#action-{action_id}")


@blueprint.get("/marketing/actions/<id:action_id>")
@staff(ACTION, anywhere=True)
def show_one(actor: Actor, action_id: int) -> Response:
    """One action to be changed or decided."""
    action = _found(actor, action_id)
    return _one_page(actor, action, _form(actor, stored(action)))


@blueprint.post("/marketing/actions/<id:action_id>")
@staff(ACTION, anywhere=True)
def edit(actor: Actor, action_id: int) -> BaseResponse:
    """The action is as typed; 409 where it changed meanwhile or has begun."""
    action = _found(actor, action_id)
    form = _form(actor)
    form.due_stands = action.due_on
    if not form.validate():
        return _one_page(actor, action, form)
    try:
        edit_action(action_id, form.wish, today=_today(), seen_version=form.seen_version, by=actor.staff_id)
    except Stale as stale:
        form.version.data = str(action.version)
        return _one_page(actor, action, form, 409, refused=stale)
    except Refused as refused:
        return _one_page(actor, action, form, 409, refused=refused)
    return see_other(f"/marketing/actions#action-{action_id}")


@blueprint.post("/marketing/actions/<id:action_id>/decision")
@staff(ACTION, anywhere=True)
def decide(actor: Actor, action_id: int) -> BaseResponse:
    """What became of it is said."""
    action = _found(actor, action_id)
    form: DecisionForm = DecisionForm.typed()
    if not form.validate():
        return _one_page(actor, action, _form(actor, stored(action)), 422, deciding=form)
    seen = int(form.version.data) if (form.version.data or "").isdecimal() and len(form.version.data) < 10 else 0
    try:
        decide_action(action_id, form.decision.data, seen_version=seen, by=actor.staff_id)
    except (Stale, Unknown) as refused:
        return _one_page(actor, action, _form(actor, stored(action)), 409, refused=refused)
    return see_other(f"/marketing/actions#action-{action_id}")


def _found(actor: Actor, action_id: int) -> Action:
    """An action that this person may change: of their houses, of all together only for the group."""
    action = action_with(action_id)
    own = {house.id for house in _own_houses(actor)}
    if action is None or not (can(actor, ACTION) or action.location_id in own):
        raise not_found()
    return action


def _form(actor: Actor, values: dict[str, Any] | None = None) -> ActionForm:
    form: ActionForm = ActionForm.typed(values)
    houses = _own_houses(actor)
    own = {house.id for house in houses}
    owners = [
        (member.id, member.name)
        for member in staff_members()
        if member.closed_at is None
        and (can(actor, ACTION) or any(place in own for _, place in member.roles) or member.id == actor.staff_id)
    ]
    form.offer(houses, owners, everywhere=can(actor, ACTION), today=_today())
    return form


def _own_houses(actor: Actor) -> list[House]:
    own = set(places(actor, ACTION, (house.id for house in catalogue().houses)))
    return [house for house in catalogue().houses if house.id in own]


def _new_page(actor: Actor, form: ActionForm) -> Response:
    return form_page(NEW, form, actor=actor, here="actions")


def _one_page(
    actor: Actor,
    action: Action,
    form: ActionForm,
    status: int | None = None,
    *,
    refused: Refused | None = None,
    deciding: DecisionForm | None = None,
) -> Response:
    deciding = deciding or DecisionForm(data={"decision": action.decision or "", "version": str(action.version)})
    if not deciding.errors:
        deciding.version.data = str(action.version)
    today = _today()
    last = action.baseline_until_on
    return form_page(
        ONE,
        form,
        status,
        actor=actor,
        here="actions",
        action=action,
        row=row_of(action, judge(action, today, Counted())),
        deciding=deciding,
        refused=refused,
        begun=action.starts_on <= today,
        days=f"{short_day(action.baseline_since_on)} to {short_day(last)} {last.year}",
    )


def _today() -> date:
    """The group's own day."""
    return clock.today(current_app.config["SETTINGS"].group_timezone)
