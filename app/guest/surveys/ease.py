"""How easy it was, asked in one tap where somebody has just booked, changed or cancelled."""

from __future__ import annotations

from dataclasses import dataclass

from app.experience.surveys import asked
from app.experience.surveys.rules import ENDS, SCALES
from app.kernel import clock
from app.web.survey_links import survey_path
from app.web.survey_words import ease_question


@dataclass(frozen=True, slots=True)
class Ease:
    """The names that `guest/surveys/_ease.html` uses; `chosen` is what was tapped before, 0 where nothing was. `back`
    is the page it stands on, to which a tap leads again where no script does."""

    url: str
    back: str
    statement: str
    numbers: tuple[int, ...]
    low: str
    high: str
    chosen: int


def ease_of(moment: str, booking_id: int, occasion: int = 0, back: str = "") -> Ease | None:
    """What to ask now about booking, changing or cancelling; None where nothing is asked, or no longer."""
    survey = asked(moment, booking_id, occasion)
    if survey is None or not survey.is_open(clock.now()):
        return None
    chosen = survey.answer.scores.ces if survey.answer else None
    url = survey_path(moment, booking_id, occasion)
    return Ease(url, back, ease_question(moment), tuple(SCALES["ces"]), *ENDS["ces"], chosen=chosen or 0)
