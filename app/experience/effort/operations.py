"""Learning."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from app.booking.effort.models import BookingEffort
from app.experience.effort.models import EffortModel
from app.experience.effort.rules import COUNTS, features, fit
from app.experience.surveys.models import Answer, Survey
from app.experience.surveys.rules import BOOKED
from app.kernel import clock
from app.store import db, insert_or_ignore, transaction, write

LEARNT_FROM = timedelta(days=730)
"""Guests, and the site, change: older answers teach nothing."""

MOST = 5_000
"""The newest answers are learnt from; a second of work at most."""

_effort, _survey, _answer = BookingEffort.__table__, Survey.__table__, Answer.__table__


def refit(night_on: date) -> bool:
    """The night has its model; False when it has one already, or when too few have answered to learn anything.

    Of two at once one keeps its model, and they are the same.
    """
    if db.session.execute(select(EffortModel.id).where(EffortModel.fitted_on == night_on)).first() is not None:
        return False
    now = clock.now()
    rows = db.session.execute(
        select(*(_effort.c[name] for name in COUNTS), _answer.c.ces)
        .join(_survey, _survey.c.booking_id == _effort.c.booking_id)
        .join(_answer, _answer.c.survey_id == _survey.c.id)
        .where(_survey.c.moment == BOOKED, _answer.c.ces.is_not(None), _answer.c.answered_at >= now - LEARNT_FROM)
        .order_by(_answer.c.answered_at.desc(), _survey.c.id)
        .limit(MOST)
    )
    model = fit([(features(counts), ces) for *counts, ces in rows])
    if model is None:
        return False
    row = {
        "fitted_on": night_on,
        "fitted_at": now,
        "learnt_from": model.learnt_from,
        "error": model.error,
        "without": model.without,
        "model": model.document(),
    }
    return bool(transaction(lambda: write(insert_or_ignore(EffortModel, row)).rowcount))
