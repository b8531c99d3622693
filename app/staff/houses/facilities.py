"""`/staff/<house>/house/facilities/...`: what a house has beside its rooms."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response as BaseResponse
from wtforms import Field, StringField
from wtforms.validators import ValidationError

from app.catalogue.closed import keys_of_facilities
from app.catalogue.editable import FACILITY
from app.catalogue.facilities import ACROSS, DOWN, FACILITY_KINDS, read_place
from app.catalogue.models import Facility
from app.catalogue.operations import add_row, close_row, open_row
from app.catalogue.queries import House
from app.catalogue.spelling import free_slug
from app.identity.staff.rules import Actor
from app.staff.houses.editing import Removal, Sheet, found, keep, rewrite, sent, show
from app.staff.houses.form import EditForm
from app.staff.houses.paths import house_path
from app.web.access import staff
from app.web.fields import WholeNumber
from app.web.forms import AsLongAs, ChoiceOf, Required
from app.web.respond import see_other
from app.web.sections import Section

blueprint = Blueprint("house_facilities", __name__)
LONGEST_KEY = 30
KINDS = [("", "Nowhere: it is a line about the house"), *((kind, own.words) for kind, own in FACILITY_KINDS.items())]
LEAD = "What has a kind stands on the page that says how the house is, and can be reported as limited or closed."


class FacilityForm(EditForm):
    """One line about the house, or something that may be well or not."""

    SECTIONS = (
        Section("The facility", ("name", "detail", "position:third")),
        Section("On the page that says how the house is", ("kind", "plan:third"), LEAD),
    )

    name = StringField(
        "In a few words",
        description="Like: Walled garden, open dawn to dusk",
        validators=[Required("Enter what the house has"), AsLongAs(Facility.name)],
    )
    detail = StringField("More about it", validators=[AsLongAs(Facility.detail)])
    position = WholeNumber("Place in the list", most=99, default=0)
    kind = ChoiceOf("It stands there as", choices=KINDS, sentence="Choose what it is", default="")
    plan = StringField(
        "Place on the plan",
        description=f"From the left, from the top, wide, deep, of {ACROSS} by {DOWN}. Empty: the usual one.",
        validators=[AsLongAs(Facility.plan)],
    )

    @property
    def values(self) -> dict[str, Any]:
        """What stands nowhere has no kind and no place."""
        return super().values | {"kind": self.kind.data or None, "plan": self.plan.data or None}

    def validate_plan(self, field: Field) -> None:
        if field.data and read_place(field.data) is None:
            raise ValidationError(f"Enter four numbers within {ACROSS} by {DOWN}, like 1 1 15 8")


@blueprint.route("/staff/<slug:house>/house/facilities/new", methods=["GET", "POST"])
@staff("edit_house")
def new(actor: Actor, house: House) -> BaseResponse:
    """A facility more."""
    form = FacilityForm.of()
    sheet = Sheet(actor, "A new facility", house_path(house), house, act="Add it")
    if not sent():
        form.position.data = len(house.facilities)
        return show(sheet, form)

    def work() -> int:
        key = free_slug(form.name.data, keys_of_facilities(house.id), LONGEST_KEY)
        fixed = {"location_id": house.id, "key": key}
        return add_row(FACILITY, form.values, fixed, by=actor.staff_id, location_id=house.id)

    return keep(sheet, form, work)


@blueprint.route("/staff/<slug:house>/house/facilities/<id:facility_id>", methods=["GET", "POST"])
@staff("edit_house")
def edit(actor: Actor, house: House, facility_id: int) -> BaseResponse:
    """What is said of a facility."""
    form = FacilityForm.of(found(FACILITY, facility_id, house))
    url = house_path(house, "facilities", facility_id, "close")
    removal = Removal("Take it off the list", "What was said of how it is stays in the history.", url, "Take it off")
    if all(facility.id != facility_id for facility in house.facilities):
        url = house_path(house, "facilities", facility_id, "open")
        removal = Removal("It is off the list", "Guests find it again at once.", url, "Put it back", back=True)
    sheet = Sheet(actor, "A facility", house_path(house), house).saying(remove=removal)
    if not sent():
        return show(sheet, form)
    return rewrite(sheet, form, FACILITY, facility_id)


@blueprint.post("/staff/<slug:house>/house/facilities/<id:facility_id>/close")
@staff("edit_house")
def close(actor: Actor, house: House, facility_id: int) -> BaseResponse:
    """The house has it no more."""
    found(FACILITY, facility_id, house)
    close_row(FACILITY, facility_id, by=actor.staff_id, location_id=house.id)
    return see_other(house_path(house))


@blueprint.post("/staff/<slug:house>/house/facilities/<id:facility_id>/open")
@staff("edit_house")
def reopen(actor: Actor, house: House, facility_id: int) -> BaseResponse:
    """The house has it again."""
    found(FACILITY, facility_id, house)
    open_row(FACILITY, facility_id, by=actor.staff_id, location_id=house.id)
    return see_other(house_path(house))
