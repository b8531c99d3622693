"""The form of a campaign: whom it is for, the letter, and when it goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

import wtforms

from app.offers.campaigns.models import Campaign
from app.offers.campaigns.operations import Wish
from app.offers.campaigns.queries import Kept
from app.offers.campaigns.rules import EVENING, MORNING
from app.web.fields import Day, Hour, Lines, Percent
from app.web.forms import AsLongAs, ChoiceOf, Form, Required, typed_sum
from app.web.mail.campaigns import BLANKS
from app.web.mail.wording import unknown_blanks

FROM_LIST = "Choose one from the list"
MOST_HELD_BP = 9000
BLANK_WORDS = ", ".join(f"{{{blank}}} becomes {words}" for blank, words in BLANKS.items())


def _known(form: Form, field: Lines) -> None:
    if wrong := unknown_blanks(field.data or "", BLANKS):
        known = ", ".join(f"{{{blank}}}" for blank in BLANKS)
        raise wtforms.ValidationError(f"“{wrong[0]}” is no blank we can fill. There is {known}")


class CampaignForm(Form):
    """`segment` is left out for a recipe, which finds its guests by itself."""

    title = wtforms.StringField("What the desk calls it", [Required("Give it a name"), AsLongAs(Campaign.title)])
    segment = ChoiceOf("Whom it is for", choices=[], sentence=FROM_LIST)
    offer = ChoiceOf("Offer", choices=[], sentence=FROM_LIST, description="Without one it is a letter and no more")
    subject = wtforms.StringField("Subject", [Required("Write a subject"), AsLongAs(Campaign.subject)])
    letter = Lines(
        "Letter",
        validators=[Required("Write the letter"), _known, AsLongAs(Campaign.letter)],
        description="An empty line begins a paragraph, **two stars** make it bold, [words](/address) a link; "
        f"{BLANK_WORDS}. Greeting, offer, reason and the way to stop stand there by themselves.",
    )
    send_from_on = Day("Goes out from")
    from_hour = Hour("Not before", description="On the group’s clock, 8.00 at the earliest")
    until_hour = Hour("Not after", description="20.00 at the latest")
    held = Percent(
        "Held out", most=MOST_HELD_BP, description="Per cent of guests who get nothing, so that the rest can be judged"
    )
    revision = wtforms.HiddenField()

    def offer_lists(self, segments: Sequence[tuple[int, str]], offers: Sequence[tuple[int, str]], recipe: bool) -> None:
        """What can be chosen by whoever asks; a recipe has no segment."""
        self.segment.choices = [("", "Choose a segment"), *((str(one), name) for one, name in segments)]
        self.offer.choices = [("", "No offer, words alone"), *((str(one), name) for one, name in offers)]
        self.recipe = recipe

    def validate_segment(self, field: wtforms.Field) -> None:
        if not self.recipe and not field.data:
            raise wtforms.ValidationError("Choose whom it is for")

    def validate_from_hour(self, field: wtforms.Field) -> None:
        if field.data and field.data < MORNING:
            raise wtforms.ValidationError("No letter goes out before 8.00")

    def validate_until_hour(self, field: wtforms.Field) -> None:
        if field.data and field.data > EVENING:
            raise wtforms.ValidationError("No letter goes out after 20.00")
        if field.data and self.from_hour.data and field.data <= self.from_hour.data:
            raise wtforms.ValidationError("The last hour comes after the first")

    @property
    def seen_revision(self) -> int:
        return typed_sum(self.revision.data or "") or 0

    @property
    def wish(self) -> Wish:
        """What was typed, once it is valid."""
        return Wish(
            title=self.title.data,
            subject=self.subject.data,
            letter=self.letter.data,
            segment_id=int(self.segment.data) if self.segment.data and not self.recipe else None,
            promotion_id=int(self.offer.data) if self.offer.data else None,
            send_from_on=self.send_from_on.data,
            from_hour=self.from_hour.data,
            until_hour=self.until_hour.data,
            holdout_bp=self.held.data,
        )


def stored(campaign: Kept) -> dict[str, Any]:
    """A campaign as its form shows it."""
    return {
        "title": campaign.title,
        "segment": str(campaign.segment_id or ""),
        "offer": str(campaign.promotion_id or ""),
        "subject": campaign.subject,
        "letter": campaign.letter,
        "send_from_on": campaign.send_from_on,
        "from_hour": campaign.from_hour,
        "until_hour": campaign.until_hour,
        "held": campaign.holdout_bp,
        "revision": str(campaign.revision),
    }


FIRST = {"from_hour": time(10), "until_hour": time(18), "held": 5000}
"""What a new form begins with."""
