"""Many nights at once: dates, weekdays, room types and rates, and what is done to all of them."""

from __future__ import annotations

from datetime import date, timedelta

import wtforms
from flask import Response
from werkzeug.wrappers import Response as BaseResponse

from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.kernel import clock
from app.kernel.stay import ONE_NIGHT
from app.kernel.words import DAYS
from app.pricing.draft.errors import DraftChanged, NotARate
from app.pricing.draft.operations import keep_edit
from app.pricing.draft.queries import seen_now
from app.pricing.draft.rules import Seen
from app.pricing.queries import price_list
from app.staff.rates.draft import since_words
from app.staff.rates.edit_form import EditForm, Place
from app.staff.rates.shared import blueprint, rates_page
from app.web.access import staff
from app.web.days import day_of
from app.web.forms import SeveralOf, clean_line
from app.web.respond import see_other

MOST_NIGHTS = 800
"""The longest span that one change may reach over."""


class ManyForm(EditForm):
    """Which nights, and what is done to them. No weekday, room type or rate ticked means each of them."""

    first = wtforms.StringField("From", render_kw={"type": "date"})
    last = wtforms.StringField("Until and with", render_kw={"type": "date"})
    weekdays = SeveralOf(
        "Nights of", choices=[(str(n), f"{day}s") for n, day in enumerate(DAYS)], sentence="Choose days of the week"
    )
    room_types = SeveralOf("Room types", choices=[], sentence="Choose room types of this house")
    plans = SeveralOf("Rates", choices=[], sentence="Choose rates of this house")

    def validate_first(self, field: wtforms.StringField) -> None:
        if day_of(field.data or "") is None:
            raise wtforms.ValidationError("Enter the first night as a date, like 2027-03-05")

    def validate_last(self, field: wtforms.StringField) -> None:
        first, last = day_of(self.first.data or ""), day_of(field.data or "")
        if last is None:
            raise wtforms.ValidationError("Enter the last night as a date, like 2027-03-31")
        if first and last < first:
            raise wtforms.ValidationError("The last night comes before the first. Turn them round")
        if first and (last - first).days >= MOST_NIGHTS:
            raise wtforms.ValidationError(f"Choose {MOST_NIGHTS} nights at most")

    def places(self, house: House) -> list[Place]:
        """Every cell that the form names; it has been validated."""
        first, last = day_of(self.first.data or ""), day_of(self.last.data or "")
        assert first is not None, "the form was validated"
        assert last is not None, "the form was validated"
        weekdays = {int(day) for day in self.weekdays.data} or set(range(7))
        kinds = [kind for kind in house.room_types if not self.room_types.data or kind.slug in self.room_types.data]
        plans = [plan for plan in price_list(house.id).plans if plan.slug in self.plans.data or not self.plans.data]
        if self.move.data and not self.plans.data:
            plans = [plan for plan in plans if not plan.derived]
        nights = [night for night in _span(first, last) if night.weekday() in weekdays]
        return [(kind, plan, night) for kind in kinds for plan in plans for night in nights]


def _span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=day) for day in range((last - first).days + 1)]


@blueprint.get("/staff/<slug:house>/rates/many")
@staff("set_rates")
def many(actor: Actor, house: House) -> Response:
    """The form for many nights, over the month from tomorrow on."""
    tomorrow = clock.today(house.timezone) + ONE_NIGHT
    start = {"first": tomorrow.isoformat(), "last": (tomorrow + timedelta(days=27)).isoformat()}
    form = ManyForm(None, data=start | {"rules_for": "location", "rounding": "100"})
    return _many_page(actor, house, _with_choices(form, house))


@blueprint.post("/staff/<slug:house>/rates/many")
@staff("set_rates")
def change_many(actor: Actor, house: House) -> BaseResponse:
    """All of these nights stand in the draft as the form says, or none of them."""
    form = _with_choices(ManyForm.typed(), house)
    seen = Seen.read(clean_line(form.seen.data or ""))
    if not form.validate():
        return _many_page(actor, house, form, 422)
    places = form.places(house)
    if not places:
        form.form_errors.append("No night lies on these weekdays between these dates")
        return _many_page(actor, house, form, 422)
    try:
        touched = keep_edit(house.id, form.edit(house, places), seen=seen, by=actor.staff_id)
    except NotARate as wrong:
        form.form_errors.append(str(wrong))
        return _many_page(actor, house, form, 422)
    except DraftChanged as changed:
        return _many_page(actor, house, form, 409, refused=changed, since=since_words(house, seen))
    return see_other(f"/staff/{house.slug}/rates?from={form.first.data}&done={'drafted' if touched else 'same'}")


def _with_choices(form: ManyForm, house: House) -> ManyForm:
    form.speak(house.currency)
    form.room_types.choices = [wtforms.fields.choices.SelectChoice(kind.slug, kind.name) for kind in house.room_types]
    plans = price_list(house.id).plans
    form.plans.choices = [wtforms.fields.choices.SelectChoice(plan.slug, plan.name) for plan in plans]
    return form


def _many_page(actor: Actor, house: House, form: ManyForm, status: int = 200, **more: object) -> Response:
    form.seen.data = str(seen_now(house.id))
    has_errors = bool(form.errors)
    return rates_page(
        "many",
        actor,
        house,
        status,
        form=form,
        has_errors=has_errors,
        **more,
    )
