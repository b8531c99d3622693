"""What the board says of a trend."""

from dataclasses import replace
from datetime import date

import pytest

from app.insight.board import HOURS, SHARE, Kpi, Point
from app.marketing.board.rows import rows_of, value_words


def kpi(*months: tuple[float | None, int]) -> Kpi:
    points = [
        Point((date(2027, month, 1), date(2027, month, 28)), n, value) for month, (value, n) in enumerate(months, 1)
    ]
    return Kpi("good", "Good", "What it is.", SHARE, "reviews", points[-1], tuple(points))


@pytest.mark.parametrize(
    ("months", "told"),
    [
        (((1.0, 3), (0.5, 40), (0.6, 30), (0.0, 29)), "Lowest 50.0% in Feb 2027, highest 60.0% in Mar 2027"),
        (((1.0, 3), (0.5, 40), (None, 0)), "Only one month rests on 30"),
        (((1.0, 3), (0.5, 4)), "Every month rests on fewer than 30"),
        (((1.0, 300), (None, 0)), "No trend yet"),
    ],
)
def test_a_month_of_few_is_neither_the_lowest_nor_the_highest(
    months: tuple[tuple[float | None, int], ...], told: str
) -> None:
    assert rows_of([kpi(*months)], "GBP")[0].trend_words == told


def test_months_that_cannot_be_told_are_left_out_of_what_a_trend_says() -> None:
    april = (date(2027, 4, 1), date(2027, 4, 30))
    known = kpi((0.5, 40), (0.6, 30), (0.55, 30))
    row = rows_of([replace(known, trend=(*known.trend, Point(april, 90, lacks="spend not entered")))], "GBP")[0]
    assert row.cells[-1].value == "spend not entered"
    assert row.trend_words == (
        "Lowest 50.0% in Jan 2027, highest 60.0% in Feb 2027; one month left out: spend not entered"
    )
    assert len(row.dots) == 0, "the line ends before the month of which nothing is known"


def test_a_figure_that_cannot_be_held_against_others_has_no_lowest_month() -> None:
    known = kpi((0.5, 40), (0.6, 30))
    short = tuple(replace(point, lacks="fewer than 24 months of stays") for point in known.trend)
    row = rows_of([replace(known, now=short[-1], trend=short)], "GBP")[0]
    assert (row.value, row.cells[0].value) == ("60.0%", "50.0%")
    assert row.trend_words == "Two months: fewer than 24 months of stays"


def test_minutes_are_written_one_way() -> None:
    said = [value_words(minutes / 60, HOURS, "GBP") for minutes in (1, 8, 41, 120)]
    assert said == ["1 minute", "8 minutes", "41 minutes", "2.0 hours"]
