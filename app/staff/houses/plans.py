"""`/staff/<house>/house/plans/...`: the ways to buy a room, and the sentences that a guest reads about each."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice

from app.catalogue.closed import slugs_of
from app.catalogue.operations import add_row
from app.catalogue.queries import House
from app.catalogue.spelling import free_slug
from app.identity.staff.rules import Actor
from app.kernel import clock
from app.kernel.money import BASIS_POINTS
from app.kernel.words import dated, money
from app.pricing.draft.checking import LEAST_BP, MOST_BP, check_following
from app.pricing.draft.errors import NotARate
from app.pricing.editable import RATE_PLAN
from app.pricing.models import RatePlan
from app.pricing.queries import price_list
from app.pricing.rules import Plan, plan_minor, policy_of
from app.staff.houses.editing import Sheet, found, keep, rewrite, sent, show
from app.staff.houses.form import EditForm
from app.staff.houses.paths import house_path
from app.web.access import staff
from app.web.fields import Hour, Percent, Pounds, WholeNumber
from app.web.forms import AsLongAs, ChoiceOf, Required
from app.web.sections import Section

blueprint = Blueprint("house_plans", __name__)
EXAMPLE = 15_000
"""What a night costs in the sentence that explains a derived plan."""

DRAFTED = "How far it lies from the other is changed in the draft: follow the link below the form"
"""Where how far a plan lies from the one that it follows is changed."""

CANCELLING = (("free_until", "Free until a day before"), ("resale", "Refunded as the nights are sold again"))


class PlanForm(EditForm):
    """A rate plan: its words, its price, what it includes, how it is paid and cancelled."""

    SECTIONS = (
        Section("Words", ("name:half", "position:half", "summary", "on_sale")),
        Section(
            "Price",
            ("base_plan_id", "adjust_bp:third", "adjust_minor:third", "round_to_minor:third"),
            "A plan with rates of its own is priced in the grid; any other follows one of those.",
        ),
        Section(
            "What is in it",
            (
                "breakfast_adult:third",
                "breakfast_child:third",
                "breakfast_added",
                "supper_adult:third",
                "supper_child:third",
                "supper_added",
            ),
            "For each person and night. An empty amount: not included.",
        ),
        Section("How it is paid", ("due_now_bp:third", "balance_days:third", "may_pay_at_house")),
        Section("How it is cancelled", ("cancelling", "free_days:third", "free_time:third", "resale_fee_minor:third")),
    )

    name = StringField("Name", validators=[Required("Enter the name of the rate"), AsLongAs(RatePlan.name)])
    position = WholeNumber("Place in the list", most=99, default=0)
    summary = StringField("In a sentence", validators=[AsLongAs(RatePlan.summary)])
    on_sale = BooleanField("On sale")
    base_plan_id = ChoiceOf("Its rates", choices=[], sentence="Choose one of the plans")
    adjust_bp = Percent(
        "Up or down by percent", least=LEAST_BP, most=MOST_BP, description="-10 is a tenth less.", default=0
    )
    adjust_minor = Pounds(
        "and by an amount a night", called="Up or down by an amount a night", least=-100_000, most=1_000_000, default=0
    )
    round_to_minor = Pounds("Rounded to", least=1, most=10_000, default=100)
    breakfast_adult = Pounds("Breakfast, an adult", needed=False, most=100_000)
    breakfast_child = Pounds("Breakfast, a child", needed=False, most=100_000)
    breakfast_added = BooleanField("Breakfast comes on top of the rate", description="Otherwise it is a share of it.")
    supper_adult = Pounds("Supper, an adult", needed=False, most=100_000)
    supper_child = Pounds("Supper, a child", needed=False, most=100_000)
    supper_added = BooleanField("Supper comes on top of the rate", description="Otherwise it is a share of it.")
    due_now_bp = Percent("Paid at booking, percent", default=10_000)
    balance_days = WholeNumber(
        "The rest by link, days before", most=365, needed=False, description="Empty: at the house."
    )
    may_pay_at_house = BooleanField("A guest may owe it all at the house instead")
    cancelling = ChoiceOf("Cancelling", choices=CANCELLING, sentence="Choose how it is cancelled", default="free_until")
    free_days = WholeNumber("Free until so many days before", most=365, default=2)
    free_time = Hour("at", needed=True, called="Free until which hour")
    resale_fee_minor = Pounds("Kept of a resale, a stay", most=100_000, default=0)

    @property
    def values(self) -> dict[str, Any]:
        typed = super().values
        base = typed["base_plan_id"]
        known = base in {choice.value for choice in self.base_plan_id.choices}
        return {**typed, "base_plan_id": int(base) if base and known else None}

    def validate_supper_child(self, field: Pounds) -> None:
        for meal in ("breakfast", "supper"):
            if self[f"{meal}_adult"].data is None and self[f"{meal}_child"].data is not None:
                raise ValidationError(f"Say what {meal} costs an adult too, or leave both empty")

    def validate_cancelling(self, field: ChoiceOf) -> None:
        """What comes back as nights are sold again has been paid before: the words of such a rate say so."""
        if field.data == "resale" and (self.due_now_bp.data != BASIS_POINTS or self.may_pay_at_house.data):
            raise ValidationError("A rate that is refunded by resale is paid whole at booking: 100 percent, none owed")

    def choose_among(self, plans: list[Plan], own: int | None, *, is_base: bool) -> None:
        """A plan follows another that has rates of its own; one that others follow has its own."""
        others = [] if is_base else [(str(plan.id), f"follow {plan.name}") for plan in plans if plan.id != own]
        choices = [("", "its own, set in the grid"), *others]
        self.base_plan_id.choices = [SelectChoice(*choice) for choice in choices]
        if self.base_plan_id.data is not None:
            self.base_plan_id.data = str(self.base_plan_id.data)


@blueprint.route("/staff/<slug:house>/house/plans/new", methods=["GET", "POST"])
@staff("edit_house")
def new(actor: Actor, house: House) -> BaseResponse:
    """A way more to buy a room."""
    form = _form(house, None)
    sheet = _sheet(actor, house, "A new rate plan", form, act="Add the plan")
    if not sent():
        form.free_time.data = time(12)
        form.on_sale.data = True
        form.position.data = len(price_list(house.id).by_id)
        return show(sheet, form)
    if _wants_preview(form):
        return show(_sheet(actor, house, sheet.title, form, act=sheet.act), form)
    if form.validate() and not _may_stand(form, house):
        return show(sheet, form)

    def work() -> int:
        slug = free_slug(form.name.data, slugs_of(RatePlan, house.id))
        fixed = {"location_id": house.id, "slug": slug}
        return add_row(RATE_PLAN, form.values, fixed, by=actor.staff_id, location_id=house.id)

    return keep(sheet, form, work)


@blueprint.route("/staff/<slug:house>/house/plans/<id:rate_plan_id>", methods=["GET", "POST"])
@staff("edit_house")
def edit(actor: Actor, house: House, rate_plan_id: int) -> BaseResponse:
    """How a plan is sold from now on; what was booked keeps the terms it was booked under."""
    state = found(RATE_PLAN, rate_plan_id, house)
    form = _form(house, rate_plan_id, state)
    sheet = _sheet(actor, house, f"Rate plan: {state['name']}", form)
    if not sent() or _wants_preview(form):
        return show(sheet, form)
    if form.validate() and not _may_stand(form, house, state):
        return show(sheet, form)
    return rewrite(sheet, form, RATE_PLAN, rate_plan_id)


def _may_stand(form: PlanForm, house: House, state: dict[str, Any] | None = None) -> bool:
    """Whether the price may be what the form says; what is wrong stands at its field. How far a plan lies from the one
    that it follows already is changed in the draft alone, where it is looked over before guests see it."""
    plan = _plan(form)
    if state and plan.base_id and plan.base_id == state["base_plan_id"]:
        for name in ("adjust_bp", "adjust_minor", "round_to_minor"):
            if getattr(plan, name) != state[name]:
                form.refuse(name, DRAFTED)
                return False
        return True
    if not plan.derived:
        return True
    try:
        check_following(house.id, [plan])
    except NotARate as wrong:
        form.refuse("adjust_minor" if plan.adjust_minor else "adjust_bp", str(wrong))
        return False
    return True


def says(form: PlanForm, house: House) -> list[str]:
    """What a guest reads about the plan as it stands in the form, arriving in a month; nothing while it is wrong."""
    try:
        plan = _plan(form)
    except TypeError:
        return []
    now = clock.now()
    arrival = clock.today(house.timezone) + timedelta(days=30)
    policy = policy_of(plan, arrival, house.timezone, house.currency, now)
    lines = [f"For an arrival on {dated(arrival)}:", f"“{policy.brief}.”", f"“{policy.full}”"]
    if plan.may_pay_at_house:
        owed = policy_of(plan, arrival, house.timezone, house.currency, now, at_house=True)
        lines.append(f"Or, owed at the house: “{owed.brief}.”")
    if plan.derived:
        price = money(plan_minor(EXAMPLE, plan), house.currency)
        lines.append(f"Where the plan that it follows costs {money(EXAMPLE, house.currency)}, it costs {price}.")
    return lines


def _plan(form: PlanForm) -> Plan:
    """The form as pricing sees it. Raises `TypeError` while a number is missing."""
    typed = form.values
    numbers = ("adjust_bp", "adjust_minor", "round_to_minor", "due_now_bp", "free_days", "resale_fee_minor")
    if any(typed[name] is None for name in (*numbers, "free_time")):
        raise TypeError
    return Plan(
        id=0,
        slug="",
        name=typed["name"],
        summary=typed["summary"],
        base_id=typed["base_plan_id"] or 0,
        may_pay_at_house=typed["may_pay_at_house"],
        balance_days=typed["balance_days"],
        cancelling=typed["cancelling"],
        free_time=typed["free_time"],
        **{name: typed[name] for name in numbers},
    )


def _form(house: House, own: int | None, state: dict[str, Any] | None = None) -> Any:
    form = PlanForm.of(state)
    plans = list(price_list(house.id).by_id.values())
    is_base = own is not None and any(plan.derived and plan.base_id == own for plan in plans)
    form.choose_among([plan for plan in plans if not plan.derived], own, is_base=is_base)
    return form


def _sheet(actor: Actor, house: House, title: str, form: PlanForm, act: str = "Keep it") -> Sheet:
    lead = "Bookings keep the terms under which they were made."
    sheet = Sheet(actor, title, house_path(house), house, lead, act, template="staff/houses/plan.html")
    return sheet.saying(says=says(form, house))


def _wants_preview(form: PlanForm) -> bool:
    """Whether the words are asked for and not yet the deed; what is wrong is said all the same."""
    if request.form.get("act") != "preview":
        return False
    form.validate()
    return True
