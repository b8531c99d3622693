"""How easy booking was for those who did not say."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from app.experience.effort import refit
from app.insight.period import Filters
from app.insight.voices import expected_ces
from app.kernel import clock
from app.store import transaction
from tests import cast
from tests.unit.insight.answers import asked

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]

FEBRUARY = Filters(date(2027, 2, 1), date(2027, 2, 28))
INSIDE = date(2027, 2, 10)


def test_ease_of_the_silent_is_expected_from_their_way() -> None:
    combe, random = cast.found(), Random("effort")

    def work() -> None:
        for _ in range(130):
            errors = random.choice((0, 0, 1, 4))
            ces = max(1, min(7, round(6.5 - 1.2 * errors + random.gauss(0, 0.5))))
            asked(
                combe, date(2027, 6, 1), moment="booking", sent_on=INSIDE, ces=ces,
                effort=(0, 0, errors, random.randint(100, 900), 0, 0),
            )  # fmt: skip
        for _ in range(40):
            asked(combe, date(2027, 6, 1), moment="booking", sent_on=INSIDE, effort=(0, 0, 4, 600, 0, 0))

    transaction(work)
    assert expected_ces(FEBRUARY).mean is None
    night = clock.today("Europe/London")
    assert refit(night)
    assert not refit(night), "a night has one model"
    found = expected_ces(FEBRUARY)
    assert (found.answered.n, found.silent, found.learnt_from) == (130, 40, 130)
    assert found.mean is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.mean < found.high < (found.answered.mean or 0)
    assert (found.error or 9) < (found.without or 0)
    assert "found it harder" in found.words
    assert f"missed by {found.error:.2f} on answers held out" in found.words


def test_too_few_answers_teach_nothing() -> None:
    for _ in range(5):
        asked(cast.found(), INSIDE, moment="booking", sent_on=INSIDE, ces=6, effort=(0, 0, 0, 240, 0, 0))
    assert not refit(clock.today("Europe/London"))
    found = expected_ces(FEBRUARY)
    assert (found.answered.n, found.silent, found.mean) == (5, 0, None)
