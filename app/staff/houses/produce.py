"""Rows of the almanac: what a garden has ready, of one house or of the whole group."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response as BaseResponse
from wtforms import StringField

from app.catalogue.editable import PRODUCE, State, belongs
from app.catalogue.models import Produce
from app.catalogue.operations import add_row, drop_row
from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.kernel.words import MONTHS
from app.staff.houses.editing import Removal, Sheet, found, keep, rewrite, sent, show
from app.staff.houses.form import EditForm
from app.staff.houses.paths import house_path
from app.web.access import staff
from app.web.fields import WholeNumber
from app.web.forms import AsLongAs, ChoiceOf, Required, SeveralOf
from app.web.respond import not_found, see_other
from app.web.sections import Section

blueprint = Blueprint("house_produce", __name__)
_CROPS = ("leek", "rhubarb", "garlic", "asparagus", "bean", "tomato", "squash", "quince", "cabbage", "kale")
INKS = [(ink, ink.capitalize()) for ink in _CROPS]
MONTHS_TO_TICK = [(str(number), name) for number, name in enumerate(MONTHS, start=1)]


class MonthsField(SeveralOf):
    """Months to tick, kept as twelve characters of 0 and 1, January first."""

    def process_data(self, value: Any) -> None:
        ready = value if isinstance(value, str) else ""
        self.data = [str(number) for number, one in enumerate(ready, start=1) if one == "1"]

    @property
    def months(self) -> str:
        return "".join("1" if str(number) in (self.data or ()) else "0" for number in range(1, 13))


class ProduceForm(EditForm):
    """A crop."""

    SECTIONS = (Section("The crop", ("name", "ink:half", "position:half", "months")),)

    name = StringField("Name", validators=[Required("Enter what is ready"), AsLongAs(Produce.name)])
    ink = ChoiceOf("Its ink", choices=INKS, sentence="Choose an ink", default="kale")
    position = WholeNumber("Place in the list", most=99, default=0)
    months = MonthsField(
        "Ready in",
        choices=MONTHS_TO_TICK,
        sentence="Choose among the months",
        validators=[Required("Tick the months in which it is ready")],
    )

    @property
    def values(self) -> dict[str, Any]:
        return {**super().values, "months": self.months.months}


@blueprint.route("/staff/<slug:house>/house/produce/new", methods=["GET", "POST"])
@staff("edit_house")
def new(actor: Actor, house: House) -> BaseResponse:
    """A crop more in this garden."""
    return _new(actor, house)


@blueprint.route("/staff/<slug:house>/house/produce/<id:produce_id>", methods=["GET", "POST"])
@staff("edit_house")
def edit(actor: Actor, house: House, produce_id: int) -> BaseResponse:
    """When a crop of this garden is ready."""
    return _edit(actor, house, produce_id)


@blueprint.post("/staff/<slug:house>/house/produce/<id:produce_id>/remove")
@staff("edit_house")
def remove(actor: Actor, house: House, produce_id: int) -> BaseResponse:
    """The garden has it no more."""
    return _remove(actor, house, produce_id)


@blueprint.route("/staff/produce/new", methods=["GET", "POST"])
@staff("edit_group")
def new_everywhere(actor: Actor) -> BaseResponse:
    """A crop more in every garden."""
    return _new(actor, None)


@blueprint.route("/staff/produce/<id:crop_id>", methods=["GET", "POST"])
@staff("edit_group")
def edit_everywhere(actor: Actor, crop_id: int) -> BaseResponse:
    """When a crop of every garden is ready."""
    return _edit(actor, None, crop_id)


@blueprint.post("/staff/produce/<id:crop_id>/remove")
@staff("edit_group")
def remove_everywhere(actor: Actor, crop_id: int) -> BaseResponse:
    """No garden has it any more."""
    return _remove(actor, None, crop_id)


def _new(actor: Actor, house: House | None) -> BaseResponse:
    form = ProduceForm.of()
    sheet = Sheet(actor, "A new crop", _back(house), house, act="Add the crop")
    if not sent():
        return show(sheet, form)
    place = house.id if house else None
    return keep(
        sheet,
        form,
        partial(add_row, PRODUCE, form.values, {"location_id": place}, by=actor.staff_id, location_id=place),
    )


def _edit(actor: Actor, house: House | None, produce_id: int) -> BaseResponse:
    form = ProduceForm.of(_found(house, produce_id))
    url = f"{house_path(house, 'produce') if house else '/staff/produce'}/{produce_id}/remove"
    removal = Removal("Grow it no more", "It goes off the almanac.", url, "Take it off")
    sheet = Sheet(actor, "A crop", _back(house), house).saying(remove=removal)
    if not sent():
        return show(sheet, form)
    return rewrite(sheet, form, PRODUCE, produce_id)


def _remove(actor: Actor, house: House | None, produce_id: int) -> BaseResponse:
    _found(house, produce_id)
    drop_row(PRODUCE, produce_id, by=actor.staff_id, location_id=house.id if house else None)
    return see_other(_back(house))


def _found(house: House | None, produce_id: int) -> State:
    """The crop of that garden, or of every garden; a 404 for any other's."""
    if not belongs(PRODUCE, produce_id, house.id if house else None):
        raise not_found()
    return found(PRODUCE, produce_id)


def _back(house: House | None) -> str:
    return house_path(house) if house else "/staff/houses"
