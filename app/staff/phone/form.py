"""The form that is filled in for a caller: as the guests' own, in the words of somebody who asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import wtforms

from app.booking.agents import Agent
from app.booking.models import Booking
from app.booking.rules import Deal
from app.identity.models import Guest
from app.web.checkout.form import DetailsForm
from app.web.forms import AsEmail, AsLongAs, AsTelephone, ChoiceOf, Required

ALLERGIES_ASKED = (
    "I asked, “May the house keep this about your allergies until 30 days after you leave, for your safety?”, "
    "and they said yes."
)
TERMS_READ = "I read this out, and they said yes."


PAYERS = (("", "As agreed with the agent"), ("guest", "Their guest, at the house"), ("agent", "The agent"))


class CallerForm(DetailsForm):
    """A mail or a telephone number is enough; `terms_read` counts only where it is booked at once."""

    name = wtforms.StringField("Name", [Required("Enter the caller’s name"), AsLongAs(Guest.name)])
    email = wtforms.EmailField(
        "Email", [AsEmail(), AsLongAs(Guest.email)], description="Spell it back. The pay link goes there"
    )
    phone = wtforms.TelField("Telephone", [AsTelephone(), AsLongAs(Guest.phone)])
    notes = wtforms.TextAreaField("Notes", [AsLongAs(Booking.notes)], description="The guest sees them, too")
    allergies_consent = wtforms.BooleanField(ALLERGIES_ASKED)
    terms_read = wtforms.BooleanField(TERMS_READ)
    agent = ChoiceOf("Agent", choices=(), sentence="Choose an agent from the list")
    outside_reference = wtforms.StringField(
        "Their reference", [AsLongAs(Booking.outside_reference)], description="The same again is the same booking"
    )
    payer = ChoiceOf("Who pays the house", choices=PAYERS, sentence="Choose who pays")

    def validate(self, extra_validators: Any = None) -> bool:
        well = super().validate(extra_validators)
        if not self.email.data and not self.phone.data:
            self.refuse("phone", "Enter a telephone number or an email address")
            return False
        return well

    def ask_for(self, act: str) -> bool:
        """Whether all is there that the act needs: an address for a link, a yes for a booking."""
        if act == "link" and not self.email.data:
            self.refuse("email", "A pay link goes by mail. Ask for the address")
        if act in ("owe", "card") and not self.terms_read.data:
            self.refuse("terms_read", "Read it out, and tick this when they say yes")
        if act == "agent" and not self.agent.data:
            self.refuse("agent", "Choose the agent who books")
        return not self.errors

    def deal(self, act: str, by: int, agents: Sequence[Agent]) -> Deal:
        """What was arranged, as the button says."""
        if act != "agent":
            return Deal(by, terms_read=True, method="card_machine" if act == "card" else None)
        agent = next(own for own in agents if str(own.id) == self.agent.data)
        return Deal(
            by,
            channel=agent.name,
            commission_bp=agent.commission_bp,
            outside_reference=self.outside_reference.data or None,
            source="agent",
            payer=self.payer.data or ("agent" if agent.pays else "guest"),
        )


def caller_form(agents: Sequence[Agent]) -> type[CallerForm]:
    """The form with these agents to choose from."""
    listed = [("", "No agent"), *((str(agent.id), f"{agent.name}, {agent.commission}") for agent in agents)]
    field = ChoiceOf("Agent", choices=listed, sentence="Choose an agent from the list")
    return type("AgentsForm", (CallerForm,), {"agent": field})
