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


@pytest.mark.parametrize(("kind", "said"), [("percent", True), ("longer", True), ("supper", False), ("amount", False)])
def test_a_share_of_a_night_is_said_to_be_of_the_room(kind: str, said: bool) -> None:
    """Breakfast is a line of its own: a tenth off takes less than a tenth off the total."""
    terms = terms_of(Promotion(1, "less", "Less", kind, percent_bp=1000, floor_minor=4000))
    assert ("Off the room itself: breakfast, supper and extras stay as they are" in terms) is said
    assert "No room under £40 a night" in terms
