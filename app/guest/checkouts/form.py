"""The one form of the checkout: who comes, supper, extras, and what is folded away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any, ClassVar

import wtforms

from app.booking.models import Allergy, Booking
from app.booking.operations.records import ALLERGY_CONSENT
from app.booking.rules import ChosenStay
from app.catalogue.queries import Extra, House
from app.identity.models import Guest
from app.inventory.queries import counters, resources
from app.kernel.words import hour, long_day
from app.web.filters import sitting
from app.web.forms import AsEmail, AsLongAs, AsTelephone, ChoiceOf, Form, OneOf, Required, SeveralOf

ALLERGENS = (
    "celery", "gluten", "crustaceans", "eggs", "fish", "lupin", "milk", "molluscs", "mustard", "nuts", "peanuts",
    "sesame", "soya", "sulphites",
)  # fmt: skip
SEVERITIES = (("", "How bad"), ("mild", "Mild"), ("severe", "Severe"), ("anaphylaxis", "Danger to life"))
NO_SUPPER = "0"
FEW_COVERS = 8
LAST_ARRIVAL = 22


class DetailsForm(Form):
    """The fields that every checkout has; `details_form` adds those of one stay."""

    supper_nights: ClassVar[tuple[date, ...]] = ()
    extras_of_house: ClassVar[tuple[Extra, ...]] = ()
    people: ClassVar[int] = 0

    name = wtforms.StringField("Full name", [Required("Enter your full name"), AsLongAs(Guest.name)])
    email = wtforms.EmailField(
        "Email",
        [Required(AsEmail.SENTENCE), AsEmail(), AsLongAs(Guest.email)],
        description="For this booking, and nothing else unless you ask",
    )
    phone = wtforms.TelField(
        "Mobile, if you like",
        [AsTelephone(), AsLongAs(Guest.phone)],
        description="Only if the road floods or the boiler goes",
    )
    arrival_time = ChoiceOf("When you’ll arrive", choices=(), sentence="Choose an hour from the list")
    notes = wtforms.TextAreaField("Anything else", [AsLongAs(Booking.notes)])
    allergies_consent = wtforms.BooleanField(ALLERGY_CONSENT)

    @property
    def supper_fields(self) -> list[wtforms.Field]:
        return [self[supper_name(night)] for night in self.supper_nights]

    @property
    def extra_fields(self) -> list[tuple[Extra, wtforms.Field]]:
        return [(extra, self[extra_name(extra.id)]) for extra in self.extras_of_house]

    @property
    def allergies(self) -> list[list[wtforms.Field]]:
        """For each person: name, allergens, how bad, in words."""
        return [[self[f"{part}-{n}"] for part in PERSON] for n in range(1, self.people + 1)]

    def validate(self, extra_validators: Any = None) -> bool:
        well = super().validate(extra_validators)
        if self.allergies_typed() and not self.allergies_consent.data:
            self.refuse("allergies_consent", "Tick this so that we may keep it, or clear what is above")
            return False
        return well

    def allergies_typed(self) -> list[dict[str, str]]:
        """What was typed about allergies, one dict a person who has any."""
        found = []
        for person, allergens, severity, words in self.allergies:
            if allergens.data or words.data:
                found.append(
                    {
                        "person": person.data or "",
                        "allergens": ", ".join(allergens.data or ()),
                        "severity": severity.data or "",
                        "words": words.data or "",
                    }
                )
        return found

    def details(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """What may be kept: `before`, with each field that is right in its place. Health only with its consent."""
        kept = dict(before)
        for name in ("name", "email", "phone", "arrival_time", "notes"):
            if not self[name].errors:
                kept[name] = self[name].data or None
        kept["allergies"] = self.allergies_typed() if self.allergies_consent.data and not self.errors else []
        return kept

    def chosen(self, before: ChosenStay) -> ChosenStay:
        """The stay with the suppers and extras that the form asks for; what it does not show stays as it was."""
        suppers = dict(before.suppers)
        for night in self.supper_nights:
            value = self[supper_name(night)].data or ""
            if value == NO_SUPPER:
                suppers.pop(night, None)
            elif value.isdecimal():
                suppers[night] = int(value)
        extras = dict(before.extras)
        for extra in self.extras_of_house:
            count = int(self[extra_name(extra.id)].data or 0)
            extras[extra.id] = min(count, extra.most)
        taken = tuple(sorted((extra_id, count) for extra_id, count in extras.items() if count))
        return replace(before, suppers=tuple(sorted(suppers.items())), extras=taken)


PERSON = ("person", "allergens", "severity", "words")


@dataclass(frozen=True, slots=True)
class Choices:
    """What one stay may choose from, read with one statement."""

    nights: tuple[date, ...]
    sittings: tuple[tuple[int, time], ...]
    free: Mapping[tuple[int, date], int]


def supper_name(night: date) -> str:
    return f"supper-{night.isoformat()}"


def extra_name(extra_id: int) -> str:
    return f"extra-{extra_id}"


def choices_of(house: House, chosen: ChosenStay) -> Choices:
    """Sittings and free covers on the nights of a stay, those that it holds itself counted as free."""
    of_sitting = resources().of_sitting
    sittings = tuple((own.id, own.begins) for own in house.sittings if own.id in of_sitting)
    left = counters([of_sitting[own] for own, _ in sittings], chosen.stay.arrival, chosen.stay.departure)
    held = set(chosen.suppers)
    free = {
        (own, night): left[of_sitting[own]].get(night, 0) + (chosen.party.heads if (night, own) in held else 0)
        for own, _ in sittings
        for night in chosen.stay
    }
    return Choices(tuple(chosen.stay) if sittings else (), sittings, free)


def details_form(house: House, chosen: ChosenStay, choices: Choices, supper_included: bool) -> type[DetailsForm]:
    """The form of one stay: a supper for each night, the house's extras, allergies for each person."""
    fields: dict[str, Any] = {
        "supper_nights": choices.nights,
        "extras_of_house": house.extras,
        "people": chosen.party.people,
        "arrival_time": ChoiceOf(
            "When you’ll arrive", sentence="Choose an hour from the list", choices=arrival_hours(house)
        ),
    }
    for night in choices.nights:
        fields[supper_name(night)] = OneOf(
            long_day(night),
            sentence=f"Choose an hour for supper on {long_day(night)}",
            choices=_hours(night, chosen, choices, supper_included),
        )
    for extra in house.extras:
        fields[extra_name(extra.id)] = (
            wtforms.BooleanField(extra.name)
            if extra.most == 1
            else ChoiceOf(
                extra.name,
                sentence=f"Choose 0 to {extra.most}",
                choices=[(str(count), str(count)) for count in range(extra.most + 1)],
            )
        )
    for number in range(1, chosen.party.people + 1):
        fields |= _person(number)
    return type("StayForm", (DetailsForm,), fields)


def arrival_hours(house: House) -> list[tuple[str, str]]:
    """The hours at which somebody may say that they arrive."""
    first = house.check_in_time.hour
    hours = [time(at, minute) for at in range(first, LAST_ARRIVAL + 1) for minute in (0, 30)]
    return [("", "I don’t know yet"), *((at.isoformat("minutes"), f"About {hour(at)}") for at in hours)]


def typed_before(details: Mapping[str, Any], chosen: ChosenStay, choices: Choices, house: House) -> dict[str, Any]:
    """What fills the form when it is opened: what is kept of it, and what the checkout holds."""
    held = dict(chosen.suppers)
    extras = dict(chosen.extras)
    filled = {name: details.get(name) or "" for name in ("name", "email", "phone", "arrival_time", "notes")}
    filled |= {supper_name(night): str(held.get(night, NO_SUPPER)) for night in choices.nights}
    filled |= {
        extra_name(extra.id): bool(extras.get(extra.id)) if extra.most == 1 else str(extras.get(extra.id, 0))
        for extra in house.extras
    }
    for number, allergy in enumerate(details.get("allergies") or (), 1):
        filled |= {f"{part}-{number}": allergy.get(part, "") for part in ("person", "severity", "words")}
        filled[f"allergens-{number}"] = [word for word in allergy.get("allergens", "").split(", ") if word]
        filled["allergies_consent"] = True
    return filled


def _hours(
    night: date, chosen: ChosenStay, choices: Choices, supper_included: bool
) -> list[tuple[str, str, dict[str, Any]]]:
    hours: list[tuple[str, str, dict[str, Any]]] = []
    for own, begins in choices.sittings:
        free = choices.free[own, night]
        more: dict[str, Any] = {}
        if free < chosen.party.heads:
            more = {"disabled": True, "data-note": "full"}
        elif free <= FEW_COVERS:
            more = {"data-note": f"{free} places"}
        hours.append((str(own), sitting(begins), more))
    return hours if supper_included else [*hours, (NO_SUPPER, "None", {})]


def _person(number: int) -> dict[str, Any]:
    return {
        f"person-{number}": wtforms.StringField(
            f"Guest {number}", [AsLongAs(Allergy.person)], description="Their name"
        ),
        f"allergens-{number}": SeveralOf(
            f"What guest {number} can’t eat",
            sentence="Choose from the list",
            choices=[(allergen, allergen.capitalize()) for allergen in ALLERGENS],
        ),
        f"severity-{number}": ChoiceOf(
            f"How bad is it, guest {number}", sentence="Choose from the list", choices=SEVERITIES
        ),
        f"words-{number}": wtforms.StringField(f"In words, guest {number}", [AsLongAs(Allergy.words)]),
    }
