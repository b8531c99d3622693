"""What a guest may type about themselves."""

from __future__ import annotations

import wtforms

from app.catalogue.queries import catalogue
from app.identity.models import Guest, Preference
from app.identity.rules import CHANNELS, KINDS
from app.web.forms import AsEmail, AsLongAs, AsTelephone, ChoiceOf, Form, Required


class GuestForm(Form):
    name = wtforms.StringField("Full name", [Required("Enter your full name"), AsLongAs(Guest.name)])
    phone = wtforms.TelField("Mobile, if you like", [AsTelephone(), AsLongAs(Guest.phone)])


class MailForm(Form):
    email = wtforms.EmailField("New email", [Required(AsEmail.SENTENCE), AsEmail(), AsLongAs(Guest.email)])


class CodeForm(Form):
    code = wtforms.StringField("Code", [Required("Enter the six figures of the mail")], description="Six figures")


class PreferenceForm(Form):
    kind = ChoiceOf(
        "What about", choices=[(kind, words) for kind, (words, _) in KINDS.items()], sentence="Choose from the list"
    )
    value = wtforms.StringField(
        "In your words",
        [Required("Say what we should remember"), AsLongAs(Preference.value)],
        description="Nothing about health: what you can’t eat is asked with each stay, and kept apart",
    )


class CorrectionForm(Form):
    value = wtforms.StringField(
        "In your words", [Required("Say what is right, or forget it"), AsLongAs(Preference.value)]
    )


def correction_form(kind: str) -> type[Form]:
    """Own words; of a house or a room one of those that there are, since they order what is shown."""
    houses = catalogue().houses
    rooms = sorted({room.name for house in houses for room in house.room_types})
    names = {"house": [house.name for house in houses], "room": rooms}.get(kind, [])
    if not names:
        return CorrectionForm

    class ChosenForm(Form):
        value = ChoiceOf("What is right", choices=[(name, name) for name in names], sentence="Choose from the list")

    return ChosenForm


class ConsentsForm(Form):
    """A box for each channel; none is ever ticked before the guest has ticked it."""

    offers = wtforms.BooleanField(CHANNELS["offers"])
    basket = wtforms.BooleanField(CHANNELS["basket"])


class ErasureForm(Form):
    sure = wtforms.BooleanField("Yes, forget who I am. It cannot be undone.")

    def validate_sure(self, field: wtforms.Field) -> None:
        if not field.data:
            raise wtforms.ValidationError("Tick this if you are sure")
