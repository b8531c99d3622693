"""`/staff/<house>/house/facilities/...`: what a house has beside its rooms."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response as BaseResponse
from wtforms import StringField

from app.catalogue.editable import FACILITY
from app.catalogue.models import Facility
from app.catalogue.operations import add_row, drop_row
from app.catalogue.queries import House
from app.catalogue.spelling import free_slug
from app.identity.staff.rules import Actor
from app.staff.houses.editing import Removal, Sheet, found, keep, rewrite, sent, show
from app.staff.houses.form import EditForm
from app.staff.houses.paths import house_path
from app.web.access import staff
from app.web.fields import WholeNumber
from app.web.forms import AsLongAs, Required
from app.web.respond import see_other
from app.web.sections import Section

blueprint = Blueprint("house_facilities", __name__)
LONGEST_KEY = 30


class FacilityForm(EditForm):
    """One line about the house."""

    SECTIONS = (Section("The facility", ("name", "detail", "position:third")),)

    name = StringField(
        "In a few words",
        description="Like: Walled garden, open dawn to dusk",
        validators=[Required("Enter what the house has"), AsLongAs(Facility.name)],
    )
    detail = StringField("More about it", validators=[AsLongAs(Facility.detail)])
    position = WholeNumber("Place in the list", most=99, default=0)


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
        key = free_slug(form.name.data, {facility.key for facility in house.facilities}, LONGEST_KEY)
        fixed = {"location_id": house.id, "key": key}
        return add_row(FACILITY, form.values, fixed, by=actor.staff_id, location_id=house.id)

    return keep(sheet, form, work)


@blueprint.route("/staff/<slug:house>/house/facilities/<id:facility_id>", methods=["GET", "POST"])
@staff("edit_house")
def edit(actor: Actor, house: House, facility_id: int) -> BaseResponse:
    """What is said of a facility."""
    form = FacilityForm.of(found(FACILITY, facility_id, house))
    url = house_path(house, "facilities", facility_id, "remove")
    removal = Removal("Take it off the list", "Nothing else names it, so it is gone.", url, "Take it off")
    sheet = Sheet(actor, "A facility", house_path(house), house).saying(remove=removal)
    if not sent():
        return show(sheet, form)
    return rewrite(sheet, form, FACILITY, facility_id)


@blueprint.post("/staff/<slug:house>/house/facilities/<id:facility_id>/remove")
@staff("edit_house")
def remove(actor: Actor, house: House, facility_id: int) -> BaseResponse:
    """The house has it no more."""
    found(FACILITY, facility_id, house)
    drop_row(FACILITY, facility_id, by=actor.staff_id, location_id=house.id)
    return see_other(house_path(house))
