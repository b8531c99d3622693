"""The forms of a guest's page."""

from __future__ import annotations

import wtforms

from app.identity.models import Guest, Preference
from app.identity.operations.at_desk import FIELDS
from app.identity.rules import KINDS
from app.web.forms import AsEmail, AsLongAs, AsTelephone, ChoiceOf, Form, Required


class GuestForm(Form):
    name = wtforms.StringField("Full name", [Required("Enter the full name"), AsLongAs(Guest.name)])
    email = wtforms.StringField("Mail", [AsEmail(), AsLongAs(Guest.email)])
    phone = wtforms.StringField("Telephone", [AsTelephone(), AsLongAs(Guest.phone)])
    seen_name = wtforms.HiddenField()
    seen_email = wtforms.HiddenField()
    seen_phone = wtforms.HiddenField()

    @property
    def wanted(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in FIELDS}

    @property
    def seen(self) -> dict[str, str]:
        """What stood there when the form was made."""
        return {name: self[f"seen_{name}"].data or "" for name in FIELDS}


class PreferenceForm(Form):
    kind = ChoiceOf(
        "What about",
        choices=[(key, words) for key, (words, _) in KINDS.items()],
        sentence="Choose what it is about",
        validators=[Required("Choose what it is about")],
    )
    value = wtforms.StringField(
        "What to remember",
        [Required("Say what to remember"), AsLongAs(Preference.value)],
        description="Never anything about health: that is asked apart",
    )


class CorrectionForm(Form):
    """Other words for one thing that is remembered; `seen` are those that the page showed."""

    words = wtforms.StringField(
        "It should say", [Required("Say what to remember, or forget it"), AsLongAs(Preference.value)]
    )
    seen = wtforms.HiddenField()
