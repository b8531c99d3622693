"""The form of a survey: the same fields at every moment, of which each moment shows its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import wtforms
from flask import request

from app.experience.surveys import Asked, Given
from app.experience.surveys.models import Answer
from app.experience.surveys.rules import CASE, PARTS, SCALES, STAY, Scores
from app.web.forms import AsLongAs, Form, OneOf

MAIN = {STAY: "nps", CASE: "csat"}
"""The one question that has to be answered; of booking it is how easy it was."""

ASKED = {STAY: tuple(name for name in SCALES if name != "csat"), CASE: ("csat",)}
LABELS = {**{name: words.capitalize() for name, words in PARTS.items()}, "csat": "How it was put right"}


def main_question(moment: str) -> str:
    """The name of the question that a moment is about."""
    return MAIN.get(moment, "ces")


def asked_at_moment(moment: str) -> tuple[str, ...]:
    """The questions of a moment that are answered by a number."""
    return ASKED.get(moment, ("ces",))


def _scale(name: str) -> Any:
    numbers = SCALES[name]
    sentence = f"Choose a number from {numbers[0]} to {numbers[-1]}"
    choices = [(str(number), str(number)) for number in numbers]
    return OneOf(LABELS.get(name, ""), choices=choices, sentence=sentence)


class SurveyForm(Form):
    """Numbers, words, and what the house may do with them."""

    nps = _scale("nps")
    ces = _scale("ces")
    csat = _scale("csat")
    csat_arrival = _scale("csat_arrival")
    csat_room = _scale("csat_room")
    csat_supper = _scale("csat_supper")
    csat_garden = _scale("csat_garden")
    csat_leaving = _scale("csat_leaving")
    expected = _scale("expected")
    worth = _scale("worth")
    words = wtforms.TextAreaField("In your own words, if you like", [AsLongAs(Answer.words)])
    contact = wtforms.BooleanField()
    name = wtforms.BooleanField()

    def complete(self, main: str) -> bool:
        """Whether it can be taken; if not, the fields say what is to be mended."""
        well = self.validate()
        if not self[main].data:
            self.refuse(main, self[main].sentence)
            return False
        return well

    def given(self, moment: str) -> Given:
        """What was answered, of the questions of that moment alone."""
        numbers = {name: int(self[name].data) for name in asked_at_moment(moment) if self[name].data}
        return Given(Scores(**numbers), self.words.data or "", bool(self.contact.data), bool(self.name.data))


def form_of(survey: Asked, chosen: Mapping[str, str]) -> SurveyForm:
    """The form as it was answered last, with what was tapped in a mail in place of that."""
    stored: dict[str, Any] = {}
    if before := survey.standing:
        stored = {name: str(number) for name, number in before.scores.given.items()}
        stored |= {"words": before.words, "contact": before.contact_agreed, "name": before.named}
    for name in asked_at_moment(survey.moment):
        tapped = chosen.get(name, "")
        if tapped in {str(number) for number in SCALES[name]}:
            stored[name] = tapped
    form: SurveyForm = SurveyForm.typed(stored)
    return form


def tapped_alone(survey: Asked) -> Given | None:
    """One number, tapped on a page: it takes the place of what was said before, and words and wishes stay.

    None for what is no number of the scale.
    """
    name = main_question(survey.moment)
    typed = request.form.get(name, "")
    if typed not in {str(number) for number in SCALES[name]}:
        return None
    before = survey.answer
    scores = {**(before.scores.given if before else {}), name: int(typed)}
    if before is None:
        return Given(Scores(**scores))
    return Given(Scores(**scores), before.words, before.contact_agreed, before.named)
