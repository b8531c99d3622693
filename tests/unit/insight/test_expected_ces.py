"""How easy booking was for those who did not say."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from app.experience.effort import refit
from app.experience.estimates import mean
from app.insight.period import Filters
from app.insight.voices import expected_ces
from app.insight.voices.expected import beside
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
    untaught = expected_ces(FEBRUARY)
    assert (untaught.mean, "Nothing is expected of the others yet" in untaught.words) == (None, True)
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
    assert "the silent had it harder" in found.words
    nobody = expected_ces(Filters(date(2026, 1, 1), date(2026, 1, 28)))
    assert nobody.words == "No data: nobody booked with a trace.", "not that everybody has answered"


def test_too_few_answers_teach_nothing() -> None:
    for _ in range(5):
        asked(cast.found(), INSIDE, moment="booking", sent_on=INSIDE, ces=6, effort=(0, 0, 0, 240, 0, 0))
    assert not refit(clock.today("Europe/London"))
    found = expected_ces(FEBRUARY)
    assert (found.answered.n, found.silent, found.mean) == (5, 0, None)
    assert found.words.startswith("Too few have answered")


def test_both_figures_are_only_estimates() -> None:
    some, many = mean([5, 6, 7] * 20), mean([5, 6, 7] * 2000)
    assert "hides nothing" in beside(some, 100, 5.85, 0.03), "the mean of sixty answers may be as low"
    assert "had it harder" in beside(many, 100, 5.85, 0.03)
    assert "had it easier" in beside(many, 100, 6.15, 0.03)
    assert "hides nothing" in beside(many, 100, 5.85, 0.08)
    assert "Too few" in beside(many, 29, 5, 0.03)
    assert "Too few" in beside(mean([5, 6, 7] * 9), 100, 5, 0.03)
