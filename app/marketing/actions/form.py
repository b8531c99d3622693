"""The form of an action: what is done, by whom, and the figure that judges it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import wtforms

from app.catalogue.closed import house_of
from app.catalogue.queries import House, catalogue
from app.kernel.words import short_day
from app.plan.actions import Action, Wish
from app.plan.actions.models import PlanAction
from app.plan.actions.rules import CHANNELS, DESKS
from app.plan.measures import MEAN, MEASURES, MONEY, NPS
from app.plan.phases import PHASES
from app.web.fields import LONGEST, Day
from app.web.forms import AsLongAs, ChoiceOf, Form, Required

RANGES = {NPS: (-100, 100), MEAN: (1, 7), MONEY: (0, 10_000)}
"""What an aim may be, by the kind of measure; a share or a rate is 0 to 100 per cent."""

AROUND = "%£€$ "
"""What may stand about the number of an aim."""

FROM_LIST = "Choose one from the list"


def measure_choices(*, of_group: bool) -> list[tuple[str, str]]:
    """The measures with what each may be asked of; those of all houses together only with `of_group`."""
    return [
        (f"{key}:{of}", measure.words(of))
        for key, measure in MEASURES.items()
        if of_group or not measure.whole_group
        for of in measure.options
    ]


def measure_field(needed: bool = True) -> ChoiceOf:
    """The measures; of one house, with nothing before them, where none need be chosen."""
    validators = [Required("Choose the figure that will judge it")] if needed else []
    first = ("", "Choose a figure" if needed else "Nothing measures it")
    return ChoiceOf(
        "Judged by", choices=[first, *measure_choices(of_group=needed)], sentence=FROM_LIST, validators=validators
    )


def aim_of(text: str, measure: str) -> int | None:
    """An aim as it was typed, in thousandths of the unit of its measure; None for what is no such figure."""
    kind = MEASURES[measure].kind
    least, most = RANGES.get(kind, (0, 100))
    try:
        bare = text.strip().strip(AROUND)
        value = Decimal(bare) if len(text) <= LONGEST and bare.isascii() else Decimal("NaN")
    except InvalidOperation:
        return None
    if not value.is_finite() or not least <= value <= most or value != round(value, 1):
        return None
    return int(value * (1000 if kind in RANGES else 10))


def aim_words(thousandths: int, measure: str) -> str:
    """As a person would type it."""
    return f"{thousandths / (1000 if MEASURES[measure].kind in RANGES else 10):g}"


def aim_problem(measure: str) -> str:
    """What to do about an aim that is none."""
    kind = MEASURES[measure].kind
    least, most = RANGES.get(kind, (0, 100))
    return f"Enter an aim from {least} to {most:,}{'' if kind in RANGES else ' per cent'}, with one decimal at most"


class ActionForm(Form):
    """`house` is empty for all houses; its choices and those of `owner` are of whoever asks."""

    title = wtforms.StringField("What is done", [Required("Say what is done"), AsLongAs(PlanAction.title)])
    evidence = wtforms.StringField("What speaks for it", [AsLongAs(PlanAction.evidence)])
    phase = ChoiceOf(
        "Phase",
        choices=[("", "Choose a phase"), *((phase.key, phase.name) for phase in PHASES)],
        sentence=FROM_LIST,
        validators=[Required("Choose the phase it is about")],
    )
    channel = ChoiceOf(
        "Channel",
        choices=[("", "Choose a channel"), *CHANNELS.items()],
        sentence=FROM_LIST,
        validators=[Required("Choose the channel")],
    )
    house = ChoiceOf("House", choices=[], sentence="Choose one of your houses")
    desk = ChoiceOf(
        "Desk",
        choices=[("", "Choose a desk"), *DESKS.items()],
        sentence=FROM_LIST,
        validators=[Required("Choose the desk that does it")],
    )
    owner = ChoiceOf("Owner", choices=[], sentence=FROM_LIST, validators=[Required("Choose who looks after it")])
    measure = measure_field()
    aim = wtforms.StringField(
        "Aim",
        [Required("Enter what the figure is to be")],
        description="Per cent, points, a mean or money, as the figure is",
    )
    starts_on = Day("Starts on")
    due_on = Day("Judged on")
    version = wtforms.HiddenField()
    today: date
    due_stands: date | None
    everywhere: bool

    def offer(
        self, houses: Sequence[House], owners: Sequence[tuple[int, str]], *, everywhere: bool, today: date
    ) -> None:
        """The lists that depend on who asks; all houses together only with `everywhere`."""
        self.today, self.due_stands = today, None
        every = [("", "All houses")] if everywhere else []
        self.house.choices = [*every, *((house.slug, house.name) for house in houses)]
        self.owner.choices = [("", "Choose a person"), *((str(staff_id), name) for staff_id, name in owners)]
        self.measure.choices = [self.measure.choices[0], *measure_choices(of_group=everywhere)]
        self.everywhere = everywhere

    def validate_house(self, field: wtforms.Field) -> None:
        if not field.data and not self.everywhere:
            raise wtforms.ValidationError("Choose one of your houses")

    def validate_measure(self, field: wtforms.Field) -> None:
        measure = MEASURES.get((field.data or "").partition(":")[0])
        if measure and measure.whole_group and self.house.data:
            raise wtforms.ValidationError("This figure is of all houses together: choose all houses, or another figure")

    def validate_aim(self, field: wtforms.Field) -> None:
        measure = (self.measure.data or "").partition(":")[0]
        if measure in MEASURES and aim_of(field.data or "", measure) is None:
            raise wtforms.ValidationError(aim_problem(measure))

    def validate_due_on(self, field: wtforms.Field) -> None:
        if field.data and self.starts_on.data and field.data <= self.starts_on.data:
            raise wtforms.ValidationError("It is judged on a day after it starts")
        if field.data and field.data <= self.today and field.data != self.due_stands:
            raise wtforms.ValidationError(f"It is judged on a day that is still to come: after {short_day(self.today)}")

    @property
    def seen_version(self) -> int:
        text = self.version.data or ""
        return int(text) if re.fullmatch(r"\d{1,9}", text, re.ASCII) else 0

    @property
    def wish(self) -> Wish:
        """What was typed, once it is valid."""
        measure, _, of = self.measure.data.partition(":")
        house = catalogue().house(self.house.data) if self.house.data else None
        return Wish(
            title=self.title.data,
            evidence=self.evidence.data or "",
            phase=self.phase.data,
            channel=self.channel.data,
            desk=self.desk.data,
            location_id=house.id if house else None,
            owner_id=int(self.owner.data),
            measure=measure,
            measure_of=of,
            aim_thousandths=aim_of(self.aim.data, measure) or 0,
            starts_on=self.starts_on.data,
            due_on=self.due_on.data,
        )


def stored(action: Action) -> dict[str, Any]:
    """An action as its form shows it."""
    return {
        "title": action.title,
        "evidence": action.evidence,
        "phase": action.phase,
        "channel": action.channel,
        "house": house_of(action.location_id).slug if action.location_id else "",
        "desk": action.desk,
        "owner": str(action.owner_id),
        "measure": f"{action.measure}:{action.measure_of}",
        "aim": aim_words(action.aim_thousandths, action.measure),
        "starts_on": action.starts_on,
        "due_on": action.due_on,
        "version": str(action.version),
    }
