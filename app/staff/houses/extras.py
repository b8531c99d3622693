"""`/staff/<house>/house/extras/...`: what may be added to a stay, its price, and how many there are."""

from __future__ import annotations

from functools import partial

from flask import Blueprint
from werkzeug.wrappers import Response as BaseResponse
from wtforms import StringField

from app.booking import capacity
from app.catalogue.closed import slugs_of
from app.catalogue.editable import EXTRA
from app.catalogue.models import Extra
from app.catalogue.operations import close_row
from app.catalogue.queries import House
from app.catalogue.spelling import free_slug
from app.identity.staff.rules import Actor
from app.staff.houses.editing import Removal, Sheet, found, keep, sent, show
from app.staff.houses.form import EditForm
from app.staff.houses.paths import house_path
from app.web.access import staff
from app.web.fields import Pounds, WholeNumber
from app.web.forms import AsLongAs, ChoiceOf, Required
from app.web.respond import see_other
from app.web.sections import Section

blueprint = Blueprint("house_extras", __name__)
LEAD = "The price is what a guest pays, VAT included. Bookings that have it already keep theirs."
BASES = (
    ("stay", "once a stay, in each room that wants it"),
    ("night", "a night, for the booking"),
    ("person", "for each person, once"),
    ("person_night", "for each person and night"),
)


class ExtraForm(EditForm):
    """Something to add to a stay."""

    SECTIONS = (
        Section("What it is", ("name", "detail", "position:third")),
        Section("Price and number", ("price_minor:third", "basis", "most:third", "stock:third")),
    )

    name = StringField("Name", validators=[Required("Enter what it is called"), AsLongAs(Extra.name)])
    detail = StringField("In a few words", validators=[AsLongAs(Extra.detail)])
    position = WholeNumber("Place in the list", most=99, default=0)
    price_minor = Pounds("Price", description="0 when it costs nothing.", most=1_000_000)
    basis = ChoiceOf("Is paid", choices=BASES, sentence="Choose how it is paid", default="stay")
    most = WholeNumber("Most one may have", least=1, most=50, default=1)
    stock = WholeNumber(
        "How many the house has", least=1, most=500, needed=False, description="Empty: as many as are asked for."
    )


@blueprint.route("/staff/<slug:house>/house/extras/new", methods=["GET", "POST"])
@staff("edit_house")
def new(actor: Actor, house: House) -> BaseResponse:
    """Something more to add to a stay."""
    form = ExtraForm.of()
    sheet = Sheet(actor, "A new extra", house_path(house), house, LEAD, "Add it")
    if not sent():
        form.position.data = len(house.extras)
        return show(sheet, form)

    def work() -> int:
        slug = free_slug(form.name.data, slugs_of(Extra, house.id))
        return capacity.add_extra(house, form.values, slug, by=actor.staff_id)

    return keep(sheet, form, work)


@blueprint.route("/staff/<slug:house>/house/extras/<id:extra_id>", methods=["GET", "POST"])
@staff("edit_house")
def edit(actor: Actor, house: House, extra_id: int) -> BaseResponse:
    """What an extra is and costs from now on."""
    form = ExtraForm.of(found(EXTRA, extra_id, house))
    url = house_path(house, "extras", extra_id, "close")
    removal = Removal("Offer it no more", "Guests who have it booked keep it.", url, "Offer it no more")
    if all(extra.id != extra_id for extra in house.extras):
        url = house_path(house, "extras", extra_id, "open")
        removal = Removal("It is offered no more", "Guests find it again at once.", url, "Offer it again", back=True)
    sheet = Sheet(actor, "An extra", house_path(house), house, LEAD).saying(remove=removal)
    if not sent():
        return show(sheet, form)
    work = partial(capacity.edit_extra, house, extra_id, form.values, seen=form.seen.data, by=actor.staff_id)
    return keep(sheet, form, work)


@blueprint.post("/staff/<slug:house>/house/extras/<id:extra_id>/close")
@staff("edit_house")
def close(actor: Actor, house: House, extra_id: int) -> BaseResponse:
    """Offered no more."""
    found(EXTRA, extra_id, house)
    close_row(EXTRA, extra_id, by=actor.staff_id, location_id=house.id)
    return see_other(house_path(house))


@blueprint.post("/staff/<slug:house>/house/extras/<id:extra_id>/open")
@staff("edit_house")
def reopen(actor: Actor, house: House, extra_id: int) -> BaseResponse:
    """Offered again."""
    capacity.open_extra(house, extra_id, found(EXTRA, extra_id, house)["stock"], by=actor.staff_id)
    return see_other(house_path(house))
