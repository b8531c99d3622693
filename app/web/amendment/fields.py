"""Suppers and extras as fields, from what is left of them now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.booking.rules import ChosenStay
from app.catalogue.queries import House
from app.kernel.words import long_day, money
from app.pricing.queries import price_list
from app.web.checkout.choices import BASES, NO_SUPPER, choices_of, extra_choices, supper_hours, supper_name


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour at which somebody can sit down, or none; `note` says why not, or that few places are left."""

    value: str
    label: str
    note: str
    chosen: bool
    disabled: bool


@dataclass(frozen=True, slots=True)
class SupperField:
    name: str
    legend: str
    hours: tuple[Hour, ...]


@dataclass(frozen=True, slots=True)
class ExtraField:
    """Something to add: a box to tick where `most` is 1, else a count."""

    name: str
    label: str
    detail: str
    price_text: str
    count: int
    most: int


def supper_fields(
    house: House, stays: Sequence[ChosenStay], held_by: Sequence[ChosenStay], first: date | None = None
) -> tuple[SupperField, ...]:
    """A field for each night of the stays, from `first` on where it is given; one statement."""
    choices = choices_of(house, stays, held_by)
    plans = price_list(house.id).by_id
    fields = []
    for night in choices.nights:
        if first is not None and night < first:
            continue
        there = [own for own in stays if night in own.stay]
        included = any(plans[own.rate_plan_id].supper_included for own in there)
        taken = next((str(sitting) for own in there for at, sitting in own.suppers if at == night), NO_SUPPER)
        hours = tuple(
            Hour(
                value,
                label,
                str(more.get("data-note", "")),
                value == taken,
                bool(more.get("disabled")) and value != taken,
            )
            for value, label, more in supper_hours(night, choices, included)
        )
        fields.append(SupperField(supper_name(night), long_day(night), hours))
    return tuple(fields)


def extra_fields(house: House, stays: Sequence[ChosenStay]) -> tuple[ExtraField, ...]:
    """A field for each extra of the house, and for each room where it belongs to a room."""
    fields = []
    for choice in extra_choices(house, stays):
        extra = choice.extra
        count = max((dict(stays[part].extras).get(extra.id, 0) for part in choice.parts), default=0)
        price = money(extra.price_minor, house.currency) + BASES[extra.basis] if extra.price_minor else "Free"
        fields.append(ExtraField(choice.name, choice.label, extra.detail, price, count, extra.most))
    return tuple(fields)
