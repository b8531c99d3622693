"""What the engine is told of a guest, beside what guests in general do."""

from __future__ import annotations

from datetime import date

from app.offers.decisions.context import guests_have, past_of
from app.offers.engine import GUESTS_HAVE
from app.offers.history.rules.facts import PastStay, history_from
from app.offers.history.rules.popularity import Population

TODAY = date(2027, 3, 1)
STAY = PastStay(1, "departed", 1, date(2026, 10, 16), date(2026, 10, 18), date(2026, 9, 1), charged_minor=60_000)
COUNTED = Population(stays=400, nights=3.0, supper_share=0.9, night_edges=(10_000, 20_000, 25_000))


def test_what_a_night_came_to_is_told_as_a_quarter_of_all_guests_and_forgotten_with_its_kind() -> None:
    assert past_of(history_from([STAY]), COUNTED, TODAY).spend_band == 4
    assert past_of(history_from([STAY], forgotten=["spend"]), COUNTED, TODAY).spend_band is None


def test_thin_histories_are_drawn_to_the_mean_that_was_counted() -> None:
    found = guests_have(COUNTED)
    assert (found["nights"], found["supper_share"], found["adults"]) == (3.0, 0.9, GUESTS_HAVE["adults"])
    assert guests_have(Population(stays=3, nights=9.0)) == GUESTS_HAVE, "three stays are no population"
