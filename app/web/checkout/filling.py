"""Filling in the form of a checkout: what it holds, what is judged when, and what has gone meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from app.booking import operations as booking
from app.booking.queries import HeldCheckout
from app.catalogue.closed import house_of
from app.inventory import SoldOut
from app.inventory.queries import resources
from app.kernel.words import short_day
from app.pricing.queries import price_list
from app.web.checkout.choices import NO_SUPPER, choices_of, supper_name
from app.web.checkout.form import DetailsForm, details_form, typed_before

F = TypeVar("F", bound=DetailsForm)


def checkout_form(checkout: HeldCheckout, details: Mapping[str, Any], base: type[F], *, sent: bool = True) -> F:
    """The form of a checkout as it was sent; filled with `details` and what the checkout holds where it was not."""
    house = house_of(checkout.basket.location_id)
    stays, plans = checkout.basket.stays, price_list(house.id).by_id
    choices = choices_of(house, stays)
    included = any(plans[chosen.rate_plan_id].supper_included for chosen in stays)
    kind = details_form(house, stays, choices, included, base)
    filled = typed_before(details, stays, choices, house)
    form: F = kind.typed(filled) if sent else kind(None, data=filled)
    return form


def keep_typed(checkout: HeldCheckout, form: DetailsForm, *, checked: bool = False) -> None:
    """What is right of what was typed is there when the page is opened again; unless it was `checked`, nothing is
    said of the rest."""
    if not checked:
        form.validate()
    booking.keep_details(checkout.id, form.details(checkout.details))
    if not checked:
        for field in form:
            field.errors = []


def choice_is_wrong(form: DetailsForm) -> bool:
    """True, with only their errors left, when suppers, extras or dogs cannot be read; other errors wait for the end."""
    form.validate()
    shown = [*form.supper_fields, *(field for _, field in form.extra_fields), form.assistance_dogs]
    for field in form:
        if field not in shown:
            field.errors = []
    return any(field.errors for field in shown)


def refuse_gone(form: DetailsForm, gone: SoldOut) -> None:
    """The field whose choice is sold out says so; of several rooms' the last that asks for any. Raises `gone` again
    where no field chose it."""
    form.refuse(*_gone_from(form, gone))


def say_gone(form: DetailsForm, gone: Sequence[SoldOut]) -> None:
    """The fields of what had gone when the room was held again say so, of whichever room; supper that the plan includes
    says that it has another hour."""
    found = resources()
    extras = {one.resource_id for one in gone}
    for extra, field in form.extra_fields:
        if found.of_extra.get(extra.id) in extras:
            form.refuse(str(field.name), f"Gone meanwhile, and not in the price: {extra.name}")
    for night in sorted({one.night for one in gone if one.resource_id in found.of_sitting.values()}):
        name = supper_name(night)
        if name not in form:
            continue
        hours = {value: label for value, label, *_ in form[name].choices if value != NO_SUPPER}
        held = hours.get(form[name].data)
        form.refuse(name, f"Your hour for supper has gone. {f'{held} is held instead' if held else 'Choose another'}")


def _gone_from(form: DetailsForm, gone: SoldOut) -> tuple[str, str]:
    """The name of the field, and what it says."""
    found = resources()
    for extra, field in reversed(form.extra_fields):
        if found.of_extra.get(extra.id) == gone.resource_id and int(field.data or 0):
            fewer = "Take it out" if int(field.data) == 1 else "Take fewer, or none"
            return str(field.name), f"{extra.name}: too few are left on {short_day(gone.night)}. {fewer}"
    name = supper_name(gone.night)
    if name in form:
        return name, "That hour has just gone. Choose another, or none"
    raise gone
