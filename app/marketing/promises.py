"""What a house promises at a phase, and the figure that shows whether it holds."""

from __future__ import annotations

import re
from typing import Any

import wtforms
from flask import Blueprint, Response
from werkzeug.wrappers import Response as BaseResponse

from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.kernel.errors import Stale
from app.marketing.actions.form import aim_of, aim_problem, aim_words, measure_field
from app.plan.goals import Promise, Promised, keep_promise, promises
from app.plan.goals.models import Goal
from app.plan.measures import MEASURES
from app.plan.phases import BY_KEY, Phase
from app.web.access import staff
from app.web.forms import AsLongAs, Form, Required
from app.web.respond import form_page, not_found, see_other

blueprint = Blueprint("promises", __name__)
ACTION = "keep_plan"


class PromiseForm(Form):
    promise = wtforms.StringField(
        "The promise", [Required("Say in one sentence what the house promises"), AsLongAs(Goal.promise)]
    )
    measure = measure_field(needed=False)
    aim = wtforms.StringField("Aim", description="Per cent, points, a mean or money, as the figure is")
    version = wtforms.HiddenField()

    def validate_measure(self, field: wtforms.Field) -> None:
        if not field.data and (self.aim.data or "").strip():
            raise wtforms.ValidationError("Choose the figure that this aim is of, or leave the aim empty")

    def validate_aim(self, field: wtforms.Field) -> None:
        measure = (self.measure.data or "").partition(":")[0]
        if measure in MEASURES and aim_of(field.data or "", measure) is None:
            raise wtforms.ValidationError(aim_problem(measure))

    @property
    def kept(self) -> Promise:
        """What was typed, once it is valid."""
        measure, _, of = (self.measure.data or "").partition(":")
        return Promise(self.promise.data, measure or None, of, aim_of(self.aim.data, measure) if measure else None)

    @property
    def seen_version(self) -> int:
        text = self.version.data or ""
        return int(text) if re.fullmatch(r"\d{1,9}", text, re.ASCII) else 0


@blueprint.get("/marketing/<slug:house>/promises/<phase>")
@staff(ACTION)
def show(actor: Actor, house: House, phase: str) -> Response:
    """The promise as it stands, to be changed."""
    found, stands = _found(house, phase)
    return _page(actor, house, found, stands, PromiseForm.typed(_stored(stands)))


@blueprint.post("/marketing/<slug:house>/promises/<phase>")
@staff(ACTION)
def keep(actor: Actor, house: House, phase: str) -> BaseResponse:
    """The house promises this; 409 with both where somebody wrote another meanwhile."""
    found, stands = _found(house, phase)
    form: PromiseForm = PromiseForm.typed()
    if not form.validate():
        return _page(actor, house, found, stands, form)
    try:
        keep_promise(house.id, phase, form.kept, seen_version=form.seen_version, by=actor.staff_id)
    except Stale:
        form.version.data = str(stands.version if stands else 0)
        return _page(actor, house, found, stands, form, 409, stale=True)
    return see_other(f"/marketing/journey?house={house.slug}#promises")


def _found(house: House, phase: str) -> tuple[Phase, Promised | None]:
    if phase not in BY_KEY:
        raise not_found()
    return BY_KEY[phase], promises([house.id]).get((house.id, phase))


def _stored(stands: Promised | None) -> dict[str, Any]:
    if stands is None:
        return {"version": "0"}
    measured = (
        {
            "measure": f"{stands.measure}:{stands.measure_of}",
            "aim": aim_words(stands.aim_thousandths or 0, stands.measure),
        }
        if stands.measure
        else {}
    )
    return {"promise": stands.promise, "version": str(stands.version), **measured}


def _page(
    actor: Actor,
    house: House,
    phase: Phase,
    stands: Promised | None,
    form: PromiseForm,
    status: int | None = None,
    *,
    stale: bool = False,
) -> Response:
    return form_page(
        "marketing/promises/promise.html", form, status, actor=actor, here="journey", house=house, phase=phase,
        stands=stands, stale=stale,
    )  # fmt: skip
