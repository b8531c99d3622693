"""The price calendar says why nothing begins on a day, and what its short words mean for the stay asked for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.builders import FRIDAY
from tests.page import Page, Visitor
from tests.web.guest.test_search_filtered import calendar_words, forbid
from tests.web.guest.test_search_words import WEEKEND

NO_DEPARTURE = "“no dep.”: that stay would end on a day on which nobody leaves"


def key(page: Page) -> str:
    return page.words("p", class_="month-key")


def test_no_departure_stands_on_the_day_whose_stay_would_end_on_it(visitor: Visitor) -> None:
    for plan in ("flexible", "saver", "supper"):
        forbid(plan, closed_to_departure=True)
    page = visitor.get(f"/houses/combe-harrow?{WEEKEND}")
    days = calendar_words(page)
    assert days[(FRIDAY - timedelta(days=2)).day] == ("closed_to_departure", "no dep.")
    assert days[FRIDAY.day] == ("", ""), "who arrives on it leaves later"
    assert NO_DEPARTURE in key(page)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ({"min_stay_arrival": 4}, "“min 4”: stay at least four nights"),
        ({"closed_to_arrival": True}, "“no arr.”: stay over it, don’t start on it"),
        ({"max_stay": 1}, "“shorter”: from that day we sell shorter stays only"),
        ({"closed": True}, ""),
    ],
)
def test_only_words_that_stand_there_are_explained(visitor: Visitor, what: dict[str, object], said: str) -> None:
    for plan in ("flexible", "saver", "supper"):
        forbid(plan, **what)
    page = visitor.get(f"/houses/combe-harrow?{WEEKEND}")
    assert calendar_words(page)[FRIDAY.day][0], "the day cannot be had"
    assert key(page).partition("cheapest here")[2].strip() == said
