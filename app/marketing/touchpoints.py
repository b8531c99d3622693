"""What a guest meets on the way, phase by phase: ours, a partner's, or their own."""

from __future__ import annotations

import re

import wtforms
from flask import Blueprint, Response
from werkzeug.wrappers import Response as BaseResponse

from app.identity.staff.rules import Actor
from app.kernel.errors import Stale
from app.plan.errors import Unknown
from app.plan.journey.models import Touchpoint
from app.plan.journey.operations import WHOSE, add_touchpoint, edit_touchpoint, remove_touchpoint
from app.plan.journey.queries import Point, touchpoint, touchpoints
from app.plan.phases import PHASES
from app.web.access import staff
from app.web.forms import AsLongAs, ChoiceOf, Form, Required
from app.web.respond import form_page, not_found, see_other

blueprint = Blueprint("touchpoints", __name__)
ACTION = "keep_group_plan"
LIST, ONE = "marketing/touchpoints/list.html", "marketing/touchpoints/touchpoint.html"
FROM_LIST = "Choose one from the list"


class TouchpointForm(Form):
    label = wtforms.StringField("What they meet", [Required("Say what guests meet"), AsLongAs(Touchpoint.label)])
    phase = ChoiceOf(
        "Phase",
        choices=[("", "Choose a phase"), *((phase.key, phase.name) for phase in PHASES)],
        sentence=FROM_LIST,
        validators=[Required("Choose the phase")],
    )
    whose = ChoiceOf(
        "Whose it is",
        choices=[("", "Choose"), *WHOSE.items()],
        sentence=FROM_LIST,
        validators=[Required("Say whose it is")],
    )
    version = wtforms.HiddenField()

    @property
    def seen_version(self) -> int:
        text = self.version.data or ""
        return int(text) if re.fullmatch(r"\d{1,9}", text, re.ASCII) else 0


@blueprint.get("/marketing/touchpoints")
@staff(ACTION)
def show(actor: Actor) -> Response:
    """Every touchpoint of the map, and a form for one more."""
    return _list(actor, TouchpointForm.typed())


@blueprint.post("/marketing/touchpoints")
@staff(ACTION)
def add(actor: Actor) -> BaseResponse:
    """One more, the last of its phase."""
    form: TouchpointForm = TouchpointForm.typed()
    if not form.validate():
        return _list(actor, form)
    add_touchpoint(form.phase.data, form.label.data, form.whose.data, by=actor.staff_id)
    return see_other("/marketing/touchpoints")


@blueprint.get("/marketing/touchpoints/<id:touchpoint_id>")
@staff(ACTION)
def show_one(actor: Actor, touchpoint_id: int) -> Response:
    """One of them, to be changed or taken off the map."""
    point = _found(touchpoint_id)
    stored = {"label": point.label, "phase": point.phase, "whose": point.whose, "version": str(point.version)}
    return _one(actor, point, TouchpointForm.typed(stored))


@blueprint.post("/marketing/touchpoints/<id:touchpoint_id>")
@staff(ACTION)
def edit(actor: Actor, touchpoint_id: int) -> BaseResponse:
    """It is as typed; 409 with both where somebody changed it meanwhile."""
    point = _found(touchpoint_id)
    form: TouchpointForm = TouchpointForm.typed()
    if not form.validate():
        return _one(actor, point, form)
    try:
        edit_touchpoint(
            touchpoint_id, form.phase.data, form.label.data, form.whose.data, seen_version=form.seen_version,
            by=actor.staff_id,
        )  # fmt: skip
    except Unknown:
        raise not_found() from None
    except Stale:
        form.version.data = str(point.version)
        return _one(actor, point, form, 409, stale=True)
    return see_other("/marketing/touchpoints")


@blueprint.post("/marketing/touchpoints/<id:touchpoint_id>/removal")
@staff(ACTION)
def remove(actor: Actor, touchpoint_id: int) -> BaseResponse:
    """It is off the map; 409 where it is not what was seen any more."""
    point = _found(touchpoint_id)
    form: TouchpointForm = TouchpointForm.typed()
    try:
        remove_touchpoint(touchpoint_id, seen_version=form.seen_version, by=actor.staff_id)
    except Unknown:
        raise not_found() from None
    except Stale:
        stored = {"label": point.label, "phase": point.phase, "whose": point.whose, "version": str(point.version)}
        return _one(actor, point, TouchpointForm(data=stored), 409, stale=True)
    return see_other("/marketing/touchpoints")


def _found(touchpoint_id: int) -> Point:
    point = touchpoint(touchpoint_id)
    if point is None:
        raise not_found()
    return point


def _list(actor: Actor, form: TouchpointForm) -> Response:
    own = touchpoints()
    phases = [(phase, [point for point in own if point.phase == phase.key]) for phase in PHASES]
    return form_page(LIST, form, actor=actor, here="journey", phases=phases, whose=WHOSE)


def _one(
    actor: Actor, point: Point, form: TouchpointForm, status: int | None = None, *, stale: bool = False
) -> Response:
    return form_page(ONE, form, status, actor=actor, here="journey", point=point, whose=WHOSE, stale=stale)
