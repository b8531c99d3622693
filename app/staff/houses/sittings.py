"""`/staff/<house>/house/sittings/...`: the hours of the restaurant and how many it seats at each."""

from __future__ import annotations

from functools import partial

from flask import Blueprint
from werkzeug.wrappers import Response as BaseResponse

from app.booking import capacity
from app.catalogue.editable import SITTING
from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.kernel.words import hour
from app.staff.houses.editing import Sheet, found, keep, sent, show
from app.staff.houses.form import EditForm
from app.staff.houses.paths import house_path
from app.web.access import staff
from app.web.fields import Hour, WholeNumber
from app.web.respond import not_found
from app.web.sections import Section

blueprint = Blueprint("house_sittings", __name__)
MOST = 500
LEAD = (
    "A sitting belongs to the night on which it begins. Its covers are claimed with the room, so none is given twice."
)


class NewSittingForm(EditForm):
    """An hour and its covers."""

    SECTIONS = (Section("The sitting", ("begins:third", "covers:third")),)

    begins = Hour("Begins at")
    covers = WholeNumber("Covers", least=1, most=MOST)


class SittingForm(EditForm):
    """The covers of an hour."""

    SECTIONS = (Section("The sitting", ("covers:third",)),)

    covers = WholeNumber("Covers", most=MOST, description="0: nobody is seated at this hour any more.")


@blueprint.route("/staff/<slug:house>/house/sittings/new", methods=["GET", "POST"])
@staff("edit_house")
def new(actor: Actor, house: House) -> BaseResponse:
    """An hour more at which people are seated."""
    form = NewSittingForm.of()
    sheet = Sheet(actor, "A new sitting", house_path(house), house, LEAD, "Add the sitting")
    if not sent():
        return show(sheet, form)
    return keep(sheet, form, lambda: capacity.add_sitting(house, form.values, by=actor.staff_id))


@blueprint.route("/staff/<slug:house>/house/sittings/<id:sitting_id>", methods=["GET", "POST"])
@staff("edit_house")
def edit(actor: Actor, house: House, sitting_id: int) -> BaseResponse:
    """How many are seated at an hour from today on."""
    form = SittingForm.of(found(SITTING, sitting_id, house))
    sitting = next((own for own in house.sittings if own.id == sitting_id), None)
    if sitting is None:
        raise not_found()
    lead = f"{LEAD} To move it to another hour, add that hour and set this one to 0."
    sheet = Sheet(actor, f"The sitting at {hour(sitting.begins)}", house_path(house), house, lead)
    if not sent():
        return show(sheet, form)
    work = partial(capacity.edit_sitting, house, sitting_id, form.values, seen=form.seen.data, by=actor.staff_id)
    return keep(sheet, form, work)
