"""Every measure and every figure of the board is read on both engines; without data none of them is zero."""

from __future__ import annotations

from datetime import date

import pytest

from app.insight.board import board
from app.insight.period import Filters
from app.plan.journey import heard, moments_of_truth
from app.plan.measures import MEASURES, measured
from tests.cast import found

pytestmark = pytest.mark.houses(1)
OFFERS = ("offers", "offers_cost")
HEARD = ("complaints", "enquiries", "reviews", "review_scores")
FEBRUARY = (date(2027, 2, 1), date(2027, 2, 28))
"""Before anything was on sale: an empty room that is would be a nought, and no lack of data."""


@pytest.mark.usefixtures("app")
def test_every_query_answers_and_says_no_data() -> None:
    for places in (None, [found().id]):
        for key, measure in MEASURES.items():
            for what in measure.options:
                one = measured(key, what, FEBRUARY, places)
                assert (one.n, one.value, one.words) == (0, None, "no data"), (key, what)
    for here in (None, (found().id,)):
        filters = Filters(*FEBRUARY, location_ids=here)
        kpis = board(filters, "Europe/London", "GBP")
        assert {kpi.key: kpi.now.value for kpi in kpis if kpi.now} == dict.fromkeys(
            (
                "repeat",
                "cost_new",
                "cost_kept",
                "value",
                "ambassadors",
                "look_to_book",
                "cases",
                "requests",
                *HEARD,
                *OFFERS,
            )
        )
        assert not any(moments_of_truth(filters, "Europe/London").evidence.values())
        assert heard(filters).total == 0
