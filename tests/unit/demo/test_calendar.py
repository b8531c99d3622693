"""The houses' year."""

from __future__ import annotations

from datetime import date

import pytest

from app.demo.calendar import easter_sunday, limits, permitted, rate_minor
from app.demo.group import the_group

COMBE = the_group().houses[0]


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (2024, date(2024, 3, 31)),
        (2026, date(2026, 4, 5)),
        (2027, date(2027, 3, 28)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter(year: int, day: date) -> None:
    assert easter_sunday(year) == day


def test_a_friday_and_a_saturday_are_sold_together() -> None:
    assert 1 not in permitted(COMBE, date(2027, 3, 5), 28)
    assert 1 not in permitted(COMBE, date(2027, 3, 6), 28)
    assert {1, 2} <= permitted(COMBE, date(2027, 3, 4), 28)


def test_nobody_arrives_on_easter_sunday_or_sleeps_in_the_closed_week() -> None:
    assert not permitted(COMBE, date(2027, 3, 28), 28)
    assert limits(COMBE, date(2027, 1, 12)).closed
    assert max(permitted(COMBE, date(2027, 1, 8), 28)) == 3


def test_the_garden_room_costs_what_the_drawn_calendar_says() -> None:
    garden = next(kind for kind in COMBE.kinds if kind.kind == "garden")
    week = [rate_minor(garden, date(2027, 3, day)) // 100 for day in range(1, 8)]
    assert week == [142, 142, 142, 162, 196, 216, 158]
