"""`/staff/<house>/house/taxes`: VAT and levies with the day from which they hold."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse
from wtforms import StringField

from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.kernel import clock
from app.kernel.errors import Refused
from app.pricing import taxing
from app.pricing.models import Levy
from app.staff.houses.editing import Sheet, keep, show
from app.staff.houses.form import EditForm
from app.staff.houses.paths import house_path
from app.web.access import staff
from app.web.fields import Day, Percent, Pounds, WholeNumber
from app.web.forms import AsLongAs, ChoiceOf, Required, SeveralOf
from app.web.respond import not_found, see_other
from app.web.sections import Section

blueprint = Blueprint("house_taxes", __name__)
LEAD = "What holds is never edited: add what holds from a coming day. Whoever has a price already keeps it."
NAMES = {
    "room": "Rooms", "breakfast": "Breakfast", "supper": "Supper", "extra": "Extras", "dog": "Dogs", "cot": "Cots",
}  # fmt: skip
LEVIES = (("percent", "Percent of the room"), ("person_night", "Amount an adult and night"))


class VatForm(EditForm):
    """A rate of VAT for some kinds of line, from a day on."""

    SECTIONS = (Section("VAT from a day on", ("kinds", "rate_bp:third", "vat_from_on:third")),)

    kinds = SeveralOf(
        "For",
        choices=list(NAMES.items()),
        sentence="Choose among the kinds",
        validators=[Required("Choose at least one kind")],
    )
    rate_bp = Percent("Percent")
    vat_from_on = Day("Holds from")


class LevyForm(EditForm):
    """A charge that nobody can avoid."""

    SECTIONS = (
        Section(
            "A new levy",
            (
                "name",
                "kind",
                "percent_bp:third",
                "amount_minor:third",
                "most_nights:third",
                "vat_bp:third",
                "holds_from_on:third",
            ),
            "Stands inside every total, from the first price a guest sees.",
        ),
    )

    name = StringField("Name", validators=[Required("Enter the name of the levy"), AsLongAs(Levy.name)])
    kind = ChoiceOf("How it is counted", choices=LEVIES, sentence="Choose how it is counted", default="percent")
    percent_bp = Percent("Percent", needed=False)
    amount_minor = Pounds("Amount", needed=False, most=100_000)
    most_nights = WholeNumber("For so many nights at most", least=1, most=28, needed=False)
    vat_bp = Percent("VAT on it, percent", default=0)
    holds_from_on = Day("Holds from")

    @property
    def amount(self) -> int | None:
        return self.percent_bp.data if self.kind.data == "percent" else self.amount_minor.data

    def validate(self, extra_validators: Any = None) -> bool:
        """One of the two amounts is there, too: the one by which it is counted."""
        if super().validate(extra_validators) and not self.amount:
            self.refuse("percent_bp" if self.kind.data == "percent" else "amount_minor", "Enter how much it is")
        return not self.errors

    @property
    def row(self) -> dict[str, Any]:
        names = ("name", "kind", "most_nights", "vat_bp", "holds_from_on")
        return {"amount": self.amount, **{name: self[name].data for name in names}}


class EndForm(EditForm):
    """The day from which a levy holds no more."""

    holds_until_on = Day("Holds until")


@blueprint.get("/staff/<slug:house>/house/taxes")
@staff("edit_house")
def taxes(actor: Actor, house: House) -> Response:
    """What holds, what held and what will."""
    return _page(actor, house)


@blueprint.post("/staff/<slug:house>/house/taxes/vat")
@staff("edit_house")
def add_vat(actor: Actor, house: House) -> BaseResponse:
    """VAT from a day on."""
    form = VatForm.of()
    today = clock.today(house.timezone)

    def work() -> None:
        taxing.state_vat(house.id, form.kinds.data, form.rate_bp.data, form.vat_from_on.data, today, by=actor.staff_id)

    return keep(_sheet(actor, house, vat=form), form, work, house_path(house, "taxes"))


@blueprint.post("/staff/<slug:house>/house/taxes/vat/<slug:kind>/<day>/withdraw")
@staff("edit_house")
def withdraw_vat(actor: Actor, house: House, kind: str, day: str) -> BaseResponse:
    """A rate that does not hold yet will not."""
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise not_found() from None

    def work() -> None:
        if not taxing.withdraw_vat(house.id, kind, on, clock.today(house.timezone), by=actor.staff_id):
            raise not_found()

    return _done(actor, house, work)


@blueprint.post("/staff/<slug:house>/house/taxes/levies")
@staff("edit_house")
def add_levy(actor: Actor, house: House) -> BaseResponse:
    """A levy from a day on, which is today at the earliest."""
    form = LevyForm.of()

    def work() -> None:
        if form.holds_from_on.data < clock.today(house.timezone):
            raise taxing.Passed
        taxing.add_levy(house.id, form.row, by=actor.staff_id)

    return keep(_sheet(actor, house, levy=form), form, work, house_path(house, "taxes"))


@blueprint.post("/staff/<slug:house>/house/taxes/levies/<id:levy_id>/end")
@staff("edit_house")
def end_levy(actor: Actor, house: House, levy_id: int) -> BaseResponse:
    """The levy holds until a day."""
    if levy_id not in {levy.id for levy in taxing.levies(house.id)}:
        raise not_found()
    form = EndForm.of()
    today = clock.today(house.timezone)
    if not form.validate():
        return _page(actor, house, 422, Refused(form.holds_until_on.sentence), ended=_typed(levy_id))

    def work() -> None:
        taxing.end_levy(house.id, levy_id, form.holds_until_on.data, today, by=actor.staff_id)

    return _done(actor, house, work, ended=_typed(levy_id))


def _typed(levy_id: int) -> tuple[int, str]:
    """Which levy was to end, and the day as it was typed."""
    return levy_id, request.form.get("holds_until_on", "")[:40]


def _done(actor: Actor, house: House, work: Any, **more: Any) -> BaseResponse:
    try:
        work()
    except Refused as refused:
        return _page(actor, house, 409, refused, **more)
    return see_other(house_path(house, "taxes"))


def _page(actor: Actor, house: House, status: int = 200, refused: Refused | None = None, **more: Any) -> Response:
    return show(_sheet(actor, house), VatForm(None), status, refused=refused, **more)


def _sheet(actor: Actor, house: House, vat: VatForm | None = None, levy: LevyForm | None = None) -> Sheet:
    sheet = Sheet(actor, "VAT and levies", house_path(house), house, LEAD, template="staff/houses/taxes.html")
    today = clock.today(house.timezone)
    return sheet.saying(
        vat_form=vat or VatForm(None, data={"vat_from_on": today}),
        levy_form=levy or LevyForm(None, data={"holds_from_on": today}),
        rates=taxing.tax_rates(house.id),
        levies=taxing.levies(house.id),
        names=NAMES,
        today=today,
        path=house_path(house, "taxes"),
    )
