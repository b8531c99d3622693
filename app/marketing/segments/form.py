"""Conditions as a form: every field asks one thing of a guest's history, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import wtforms

from app.catalogue.queries import House
from app.offers.segments import Conditions
from app.offers.segments.models import Segment
from app.offers.segments.rules.conditions import LONGEST_CODE, MOST_DAYS, MOST_HEADS, MOST_STAYS, PAIRS, SEASONS
from app.web.fields import Pounds, WholeNumber
from app.web.forms import AsLongAs, ChoiceOf, Required, SeveralOf, typed_sum
from app.web.sections import Section, SectionForm

FROM_LIST = "Choose one from the list"
PLAIN = (
    "least_stays", "most_stays", "left_within_days", "left_before_days", "comes_within_days", "lapsed",
    "least_heads", "most_heads", "children", "dogs", "coming", "supper", "nights", "least_lead_days", "most_lead_days",
    "least_cancellations", "agreed", "code",
)  # fmt: skip
"""Fields that are called as their conditions."""


def _number(label: str, most: int, hint: str = "") -> WholeNumber:
    return WholeNumber(label, needed=False, most=most, description=hint)


def _either(label: str, yes: str, no: str, words: tuple[str, str] = ("with", "without")) -> ChoiceOf:
    choices = [("", "Does not matter"), (words[0], yes), (words[1], no)]
    return ChoiceOf(label, choices=choices, sentence=FROM_LIST)


class ConditionsForm(SectionForm):
    """What is left empty asks nothing. With `count` nothing is to be kept, only the reach to be told."""

    SECTIONS: tuple[Section, ...] = (
        Section("Stays", ("least_stays:half", "most_stays:half", "left_within_days:half", "left_before_days:half",
                          "comes_within_days:half", "least_cancellations:half", "lapsed", "coming:half")),
        Section("Who comes", ("least_heads:half", "most_heads:half", "children:half", "dogs:half"), "Usually"),
        Section("Habits", ("houses", "seasons", "nights:half", "supper:half", "least_lead_days:half",
                           "most_lead_days:half", "least_spend:half", "most_spend:half")),
        Section("Beside the history", ("agreed", "code:half")),
    )  # fmt: skip

    least_stays = _number("Stays, at least", MOST_STAYS)
    most_stays = _number("Stays, at most", MOST_STAYS, "0 for guests who have not stayed yet")
    left_within_days = _number("Left within, days", MOST_DAYS, "365 for a year")
    left_before_days = _number("Left at least so long ago, days", MOST_DAYS)
    comes_within_days = _number("Usual time between stays, days at most", MOST_DAYS)
    lapsed = wtforms.BooleanField("Away for twice their usual time, and nothing booked")
    least_spend = Pounds("Spent, at least", needed=False)
    most_spend = Pounds("Spent, at most", needed=False)
    houses = SeveralOf("Usual house", choices=[], sentence="Choose from the houses")
    seasons = SeveralOf(
        "Usual season",
        choices=[(season, season.capitalize()) for season in SEASONS],
        sentence="Choose from the seasons",
    )
    least_heads = _number("Party, at least", MOST_HEADS)
    most_heads = _number("Party, at most", MOST_HEADS)
    children = _either("Children", "Some come", "None come")
    dogs = _either("Dogs", "Have brought one", "Never brought one")
    coming = _either("Booked", "A stay is booked", "Nothing is booked")
    supper = _either("Supper", "Often", "Seldom or never")
    nights = _either("Nights", "Mostly at weekends", "Mostly midweek", ("weekend", "midweek"))
    least_lead_days = _number("Books ahead, days at least", MOST_DAYS)
    most_lead_days = _number("Books ahead, days at most", MOST_DAYS)
    least_cancellations = _number("Bookings cancelled, at least", MOST_STAYS)
    agreed = wtforms.BooleanField("Agreed to offers by mail")
    code = wtforms.StringField("Booked with the code", description="A code of any offer, earlier or now")
    revision = wtforms.HiddenField()
    count = wtforms.HiddenField()

    def offer_houses(self, houses: Sequence[House]) -> None:
        """The list of usual houses."""
        self.houses.choices = [(str(house.id), house.name) for house in houses]

    def validate_code(self, field: wtforms.Field) -> None:
        if len("".join((field.data or "").split())) > LONGEST_CODE:
            raise wtforms.ValidationError(f"A code has {LONGEST_CODE} characters at most")

    def validate(self, extra_validators: Any = None) -> bool:
        """Also that no two conditions contradict each other."""
        good = bool(super().validate(extra_validators))
        for low, high, sentence in PAIRS:
            least, most = self[low.removesuffix("_minor")], self[high.removesuffix("_minor")]
            numbers = isinstance(least.data, int) and isinstance(most.data, int)
            if numbers and least.data > most.data:
                self.refuse(most.name, sentence)
                good = False
        return good

    @property
    def seen_revision(self) -> int:
        return typed_sum(self.revision.data or "") or 0

    @property
    def conditions(self) -> Conditions:
        """What was typed, once it is valid."""
        document = {name: self[name].data for name in PLAIN}
        document |= {"least_spend_minor": self.least_spend.data, "most_spend_minor": self.most_spend.data}
        document |= {"houses": [int(each) for each in self.houses.data or ()], "seasons": self.seasons.data or []}
        return Conditions.of(document)


class SegmentForm(ConditionsForm):
    SECTIONS = (Section("Name", ("name",)), *ConditionsForm.SECTIONS)

    name = wtforms.StringField("Name", [Required("Give the segment a name"), AsLongAs(Segment.name)])


def stored(conditions: Conditions) -> dict[str, Any]:
    """Conditions as their form shows them."""
    found: dict[str, Any] = {name: getattr(conditions, name) for name in PLAIN}
    found |= {"least_spend": conditions.least_spend_minor, "most_spend": conditions.most_spend_minor}
    found |= {"houses": [str(each) for each in conditions.houses], "seasons": list(conditions.seasons)}
    return found | {"code": conditions.code or "", **{name: found[name] or "" for name in CHOSEN}}


CHOSEN = ("children", "dogs", "coming", "supper", "nights")
