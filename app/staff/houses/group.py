"""`/staff/houses` and `/staff/trader`: the group's houses, and who its contracts are with."""

from __future__ import annotations

from flask import Blueprint, Response
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse
from wtforms import StringField

from app.booking import capacity
from app.catalogue.closed import closed_houses, slugs_of
from app.catalogue.editable import LOCATION, TRADER
from app.catalogue.models import Location, Trader
from app.catalogue.operations import add_row
from app.catalogue.queries import catalogue
from app.catalogue.spelling import free_slug
from app.catalogue.wordings import documents_now
from app.identity.staff.rules import Actor
from app.kernel import clock
from app.staff.houses.editing import Sheet, found, keep, rewrite, sent, show
from app.staff.houses.facts import NewHouseForm
from app.staff.houses.form import EditForm
from app.store import db
from app.web.access import staff
from app.web.forms import AsEmail, AsLongAs, Required
from app.web.respond import not_found, page, see_other
from app.web.sections import Section
from app.web.urls import words_beside_slugs

blueprint = Blueprint("group", __name__)


class TraderForm(EditForm):
    """The company in every footer and on every invoice."""

    SECTIONS = (
        Section("The group", ("group_name:half",)),
        Section(
            "The company",
            ("name", "address", "telephone:half", "email:half", "company_number:half", "vat_number:half"),
            "Stands in every footer, on every invoice and in every mail.",
        ),
    )

    group_name = StringField(
        "Name of the group", validators=[Required("Enter the group's name"), AsLongAs(Trader.group_name)]
    )
    name = StringField("Name of the company", validators=[Required("Enter the company's name"), AsLongAs(Trader.name)])
    address = StringField("Address", validators=[Required("Enter the company's address"), AsLongAs(Trader.address)])
    telephone = StringField("Telephone", validators=[Required("Enter a telephone number"), AsLongAs(Trader.telephone)])
    email = StringField("Mail", validators=[Required("Enter a mail address"), AsEmail(), AsLongAs(Trader.email)])
    company_number = StringField("Company number", validators=[AsLongAs(Trader.company_number)])
    vat_number = StringField("VAT number", validators=[AsLongAs(Trader.vat_number)])


@blueprint.get("/staff/houses")
@staff("edit_group")
def houses(actor: Actor) -> Response:
    """Every house, and what belongs to the group as a whole."""
    today = clock.now().date()
    everywhere = [crop for crop in catalogue().produce if crop.location_id is None]
    return page(
        "staff/houses/houses.html",
        actor=actor,
        here="houses",
        houses=catalogue().houses,
        closed=closed_houses(),
        documents=documents_now(today),
        produce=everywhere,
    )


@blueprint.route("/staff/houses/new", methods=["GET", "POST"])
@staff("edit_group")
def new(actor: Actor) -> BaseResponse:
    """A house more. It takes no bookings until it has what it needs and somebody opens it."""
    form = NewHouseForm.of()
    lead = "It takes no bookings, and no guest finds it, until it has what it needs and you open it."
    sheet = Sheet(actor, "A new house", "/staff/houses", lead=lead, act="Add the house")
    if not sent():
        _begin(form)
        return show(sheet, form)

    def work() -> str:
        slug = form.slug.data or free_slug(form.name.data, slugs_of(Location) | words_beside_slugs())
        fixed = {"open_for_booking": False, "position": len(catalogue().houses)}
        made = add_row(LOCATION, form.values | {"slug": slug}, fixed, by=actor.staff_id)
        return f"/staff/{catalogue().by_id[made].slug}/house"

    return keep(sheet, form, work, str)


@blueprint.post("/staff/houses/<id:closed_house_id>/open")
@staff("edit_group")
def bring_back(actor: Actor, closed_house_id: int) -> BaseResponse:
    """A house that was given up is the group's again; it takes no bookings until somebody opens it."""
    if closed_house_id in dict(closed_houses()):
        capacity.open_house(closed_house_id, by=actor.staff_id)
    house = catalogue().by_id.get(closed_house_id)
    if house is None:
        raise not_found()
    return see_other(f"/staff/{house.slug}/house")


@blueprint.route("/staff/trader", methods=["GET", "POST"])
@staff("edit_group")
def trader(actor: Actor) -> BaseResponse:
    """The company behind the houses."""
    trader_id = db.session.execute(select(Trader.id).order_by(Trader.id).limit(1)).scalar_one_or_none()
    if trader_id is None:
        raise not_found()
    form = TraderForm.of(found(TRADER, trader_id))
    sheet = Sheet(actor, "The company", "/staff/houses")
    if not sent():
        return show(sheet, form)
    return rewrite(sheet, form, TRADER, trader_id)


def _begin(form: NewHouseForm) -> None:
    """What a new house most likely has in common with the others."""
    known = catalogue().houses
    like = known[0] if known else None
    form.check_in_time.data = like.check_in_time if like else None
    form.check_out_time.data = like.check_out_time if like else None
    form.days_ahead.data = like.days_ahead if like else 540
    form.timezone.data = like.timezone if like else "Europe/London"
    form.currency.data = like.currency if like else "GBP"
    form.gap_may_be_sold.data = True
