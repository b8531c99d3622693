"""How easy booking was for those who did not say."""

from __future__ import annotations

from datetime import datetime
from math import hypot, sqrt

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
        if answered.n >= LEAST_ANSWERS:
            words = "Nothing is expected of the others yet: what goes with ease is learnt each night."
        return ExpectedCes(answered, len(silent), None, None, None, None, None, 0, None, words)
    model, at = learnt
    middle = low = high = None
    words = "What happens on the way tells no more of ease than the plain mean does, so nothing is expected."
    if not silent and not answered.n:
        words = "No data: nobody booked with a trace."
    elif not silent:
        words = "Everybody who booked with a trace has answered."
    elif model.tells:
        se = model.error_of_mean(silent)
        middle = sum(model.expect_each(silent)) / len(silent)
        low, high = max(1.0, middle - Z * se), min(7.0, middle + Z * se)
        told = f"Of {len(silent):,} who did not answer {middle:.2f} is expected, {low:.2f} to {high:.2f}."
        words = f"{told} {beside(answered, len(silent), middle, se)}"
    return ExpectedCes(
        answered, len(silent), middle, low, high, model.error, model.without, model.learnt_from, at, words
    )


def beside(answered: Mean, silent: int, expected: float, se: float) -> str:
    """What the two figures say together: of their difference, as both of them are only estimates."""
    if answered.mean is None or answered.sd is None or answered.n < THIN or silent < THIN:
        return "Too few to compare with those who answered."
    gave = f"Those who answered gave {answered.mean:.2f}"
    apart = expected - answered.mean
    if abs(apart) <= Z * hypot(se, answered.sd / sqrt(answered.n)):
        return f"{gave}: silence hides nothing that their way shows."
    return f"{gave}: the silent had it {'easier' if apart > 0 else 'harder'}, as far as their way shows."
