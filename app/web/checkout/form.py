"""The one form of the checkout: who comes, supper, extras, and what is folded away.

Everybody sits down to supper together, so a night is asked once, however many rooms there are. Extras of a room are
asked for each room, those of everybody once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

import wtforms

from app.booking.models import Booking
from app.booking.people.models import Allergy
from app.booking.people.rules import ALLERGENS, ALLERGY_CONSENT, SEVERITIES
from app.booking.rules import ChosenStay
from app.booking.unfinished import REMIND
from app.catalogue.queries import Extra, House
from app.identity.models import Guest
from app.kernel.party import MOST_DOGS
from app.kernel.words import long_day
from app.web.checkout.choices import (
    NO_SUPPER,
    Choices,
    ExtraChoice,
    arrival_hours,
    extra_choices,
    supper_hours,
    supper_name,
    with_assistance_dogs,
)
from app.web.forms import AsEmail, AsLongAs, AsTelephone, ChoiceOf, Form, OneOf, Required, SeveralOf

HOW_BAD = (("", "How bad"), *zip(SEVERITIES, ("Mild", "Severe", "Danger to life"), strict=True))


class DetailsForm(Form):
    """The fields that every checkout has; `details_form` adds those of its stays."""

    supper_nights: ClassVar[tuple[date, ...]] = ()
    extra_choices: ClassVar[tuple[ExtraChoice, ...]] = ()
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
    assistance_dogs = ChoiceOf(
        "Assistance dogs",
        choices=[(str(count), str(count)) for count in range(MOST_DOGS + 1)],
        sentence=f"Choose 0 to {MOST_DOGS}",
        description="Free, and never refused. If you counted one among your dogs, its fee goes",
    )
    notes = wtforms.TextAreaField("Anything else", [AsLongAs(Booking.notes)])
    allergies_consent = wtforms.BooleanField(ALLERGY_CONSENT)

    @property
    def supper_fields(self) -> list[wtforms.Field]:
        return [self[supper_name(night)] for night in self.supper_nights]

    @property
    def extra_fields(self) -> list[tuple[Extra, wtforms.Field]]:
        return [(choice.extra, self[choice.name]) for choice in self.extra_choices]

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
        for number, (person, allergens, severity, words) in enumerate(self.allergies, 1):
            if allergens.data or words.data:
                found.append(
                    {
                        "number": str(number),
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

    def chosen(self, before: Sequence[ChosenStay]) -> tuple[ChosenStay, ...]:
        """The stays with the suppers and extras that the form asks for; what it does not show stays as it was."""
        stays = [
            replace(own, suppers=self._suppers(own), extras=self._extras(part, own)) for part, own in enumerate(before)
        ]
        dogs = self.assistance_dogs.data or ""
        return with_assistance_dogs(stays, int(dogs)) if dogs.isdecimal() else tuple(stays)

    def _suppers(self, before: ChosenStay) -> tuple[tuple[date, int], ...]:
        suppers = dict(before.suppers)
        for night in (night for night in self.supper_nights if night in before.stay):
            value = self[supper_name(night)].data or ""
            if value == NO_SUPPER:
                suppers.pop(night, None)
            elif value.isdecimal():
                suppers[night] = int(value)
        return tuple(sorted(suppers.items()))

    def _extras(self, part: int, before: ChosenStay) -> tuple[tuple[int, int], ...]:
        extras = dict(before.extras)
        for choice in self.extra_choices:
            if part in choice.parts:
                extras[choice.extra.id] = min(int(self[choice.name].data or 0), choice.extra.most)
        return tuple(sorted((extra_id, count) for extra_id, count in extras.items() if count))


PERSON = ("person", "allergens", "severity", "words")


def details_form(
    house: House,
    stays: Sequence[ChosenStay],
    choices: Choices,
    supper_included: bool,
    base: type[DetailsForm] = DetailsForm,
) -> type[DetailsForm]:
    """The form of these stays: `base` with a supper for each night, the house's extras, allergies for each person."""
    people = sum(chosen.party.people for chosen in stays)
    extras = extra_choices(house, stays)
    fields: dict[str, Any] = {
        "supper_nights": choices.nights,
        "extra_choices": extras,
        "people": people,
        "arrival_time": ChoiceOf(
            "When you’ll arrive", sentence="Choose an hour from the list", choices=arrival_hours(house)
        ),
    }
    for night in choices.nights:
        fields[supper_name(night)] = OneOf(
            long_day(night),
            sentence=f"Choose an hour for supper on {long_day(night)}",
            choices=supper_hours(night, choices, supper_included),
        )
    for choice in extras:
        most = choice.extra.most
        fields[choice.name] = (
            wtforms.BooleanField(choice.label)
            if most == 1
            else ChoiceOf(
                choice.label,
                sentence=f"Choose 0 to {most}",
                choices=[(str(count), str(count)) for count in range(most + 1)],
            )
        )
    for number in range(1, people + 1):
        fields |= _person(number)
    return type("StayForm", (base,), fields)


def typed_before(
    details: Mapping[str, Any], stays: Sequence[ChosenStay], choices: Choices, house: House
) -> dict[str, Any]:
    """What fills the form when it is opened: what is kept of it, and what the checkout holds."""
    held = {night: sitting for chosen in reversed(stays) for night, sitting in chosen.suppers}
    counts = {
        choice: dict(stays[choice.parts[0]].extras).get(choice.extra.id, 0) for choice in extra_choices(house, stays)
    }
    filled = {name: details.get(name) or "" for name in ("name", "email", "phone", "arrival_time", "notes")}
    filled[REMIND] = bool(details.get(REMIND))
    filled["assistance_dogs"] = str(sum(own.assistance_dogs for own in stays))
    filled |= {supper_name(night): str(held.get(night, NO_SUPPER)) for night in choices.nights}
    filled |= {choice.name: bool(count) if choice.extra.most == 1 else str(count) for choice, count in counts.items()}
    for place, allergy in enumerate(details.get("allergies") or (), 1):
        number = allergy.get("number") or place
        filled |= {f"{part}-{number}": allergy.get(part, "") for part in ("person", "severity", "words")}
        filled[f"allergens-{number}"] = [word for word in allergy.get("allergens", "").split(", ") if word]
        filled["allergies_consent"] = True
    return filled


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
            f"How bad is it, guest {number}", sentence="Choose from the list", choices=HOW_BAD
        ),
        f"words-{number}": wtforms.StringField(f"In words, guest {number}", [AsLongAs(Allergy.words)]),
    }
