"""How easy booking was for those who did not say."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.booking.effort.models import BookingEffort
from app.experience.effort import LEAST_ANSWERS, Model, features, newest_model
from app.experience.effort.rules import COUNTS, Vector
from app.experience.estimates import THIN, Mean, Z, mean
from app.experience.surveys.rules import BOOKED
from app.insight.period import Filters
from app.insight.voices.asked import answer, in_days, of_houses, survey
from app.insight.voices.shapes import ExpectedCes
from app.store import db

_effort = BookingEffort.__table__


def expected_ces(filters: Filters) -> ExpectedCes:
    """Who booked on the site in the period and has a trace: the answered beside the silent; two statements."""
    rows = db.session.execute(
        select(*(_effort.c[name] for name in COUNTS), answer.c.ces)
        .join(survey, survey.c.booking_id == _effort.c.booking_id)
        .outerjoin(answer, answer.c.survey_id == survey.c.id)
        .where(survey.c.moment == BOOKED, in_days(filters.since_on, filters.until_on), *of_houses(filters))
    )
    answers: list[int] = []
    silent: list[Vector] = []
    for *counts, ces in rows:
        if ces is None:
            silent.append(features(counts))
        else:
            answers.append(ces)
    return _compared(mean(answers), silent, newest_model())


def _compared(answered: Mean, silent: list[Vector], learnt: tuple[Model, datetime] | None) -> ExpectedCes:
    if learnt is None:
        words = f"Too few have answered to expect anything of the others: {LEAST_ANSWERS} answers are needed."
        return ExpectedCes(answered, len(silent), None, None, None, None, None, 0, None, words)
    model, at = learnt
    middle = low = high = None
    if model.tells and silent:
        middle = sum(model.expect_each(silent)) / len(silent)
        half = Z * model.error_of_mean(silent)
        low, high = max(1.0, middle - half), min(7.0, middle + half)
    words = _words(answered, silent, model, (middle, low, high))
    return ExpectedCes(
        answered, len(silent), middle, low, high, model.error, model.without, model.learnt_from, at, words
    )


def _words(
    answered: Mean, silent: list[Vector], model: Model, expected: tuple[float | None, float | None, float | None]
) -> str:
    middle, low, high = expected
    if not silent:
        return "Everybody who booked here with a trace has answered."
    if middle is None or low is None or high is None:
        return "What happens on the way tells no more of ease than the plain mean does, so nothing is expected."
    told = f"Of {len(silent):,} who did not answer {middle:.2f} is expected, {low:.2f} to {high:.2f}."
    missed = f"For one guest it missed by {model.error:.2f} on answers held out, the plain mean by {model.without:.2f}."
    return f"{told} {_beside(answered, len(silent), low, high)} {missed}"


def _beside(answered: Mean, silent: int, low: float, high: float) -> str:
    if answered.mean is None or answered.n < THIN or silent < THIN:
        return "Too few to compare with those who answered."
    gave = f"Those who answered gave {answered.mean:.2f}"
    if low <= answered.mean <= high:
        return f"{gave}: silence hides nothing that their way shows."
    return f"{gave}: the silent will have found it {'harder' if high < answered.mean else 'easier'}."
