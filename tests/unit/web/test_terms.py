"""The nights of an offer as one says them."""

from __future__ import annotations

import pytest

from app.promotions.rules import Promotion
from app.web.offers.terms import terms_of


@pytest.mark.parametrize(
    ("weekdays", "words"),
    [
        ("01236", "For the nights of Sunday to Thursday"),
        ("456", "For the nights of Friday to Sunday"),
        ("45", "For the nights of Friday and Saturday"),
        ("024", "For the nights of Monday, Wednesday and Friday"),
        ("0156", "For the nights of Saturday to Tuesday"),
    ],
)
def test_nights_that_follow_each_other_are_a_span(weekdays: str, words: str) -> None:
    assert words in terms_of(Promotion(1, "less", "Less", "percent", percent_bp=1000, weekdays=weekdays))


def test_every_night_needs_no_words() -> None:
    assert not any("nights of" in words for words in terms_of(Promotion(1, "less", "Less", "percent", percent_bp=1000)))
