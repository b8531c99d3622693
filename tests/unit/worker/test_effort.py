"""What is learnt of ease, once a night."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random

import pytest
from sqlalchemy import select

from app.experience.effort.models import EffortModel
from app.store import db, transaction
from app.worker.effort import learn_effort
from tests import cast
from tests.unit.insight.answers import asked

ONE_ENGINE = pytest.mark.parametrize("engine", ["sqlite"])
pytestmark = [ONE_ENGINE, pytest.mark.houses(1), pytest.mark.usefixtures("app")]


def answered(many: int) -> None:
    random = Random("nightly")

    def work() -> None:
        for _ in range(many):
            effort = (0, 0, random.randint(0, 3), 300, 0, 0)
            ces = random.randint(3, 7)
            asked(cast.found(), date(2027, 2, 1), moment="booking", sent_on=date(2027, 1, 20), ces=ces, effort=effort)

    transaction(work)


def test_a_night_is_learnt_from_once(set_clock: Callable[[str], None]) -> None:
    assert learn_effort() == 0, "nobody has answered"
    answered(100)
    assert (learn_effort(), learn_effort()) == (1, 0)
    set_clock("2027-03-02T02:59+00:00")
    assert learn_effort() == 0, "the night is not over"
    set_clock("2027-03-02T03:00+00:00")
    assert learn_effort() == 1
    rows = db.session.execute(select(EffortModel.fitted_on, EffortModel.learnt_from).order_by(EffortModel.id)).all()
    assert [tuple(row) for row in rows] == [(date(2027, 3, 1), 100), (date(2027, 3, 2), 100)]


def test_answers_of_more_than_two_years_ago_teach_nothing(set_clock: Callable[[str], None]) -> None:
    answered(100)
    set_clock("2029-03-01T09:00+00:00")
    assert learn_effort() == 0
