from datetime import UTC, date, datetime, time

import pytest

from app.kernel.stay import Stay
from app.web import filters


@pytest.mark.parametrize(
    ("minor", "currency", "words"),
    [
        (41200, "GBP", "£412"),
        (41250, "GBP", "£412.50"),
        (0, "GBP", "£0"),
        (124000, "EUR", "€1,240"),
        (-1200, "GBP", "−£12"),
    ],
)
def test_pence_stand_only_where_they_matter(minor: int, currency: str, words: str) -> None:
    assert filters.money(minor, currency) == words


def test_bills_always_show_pence() -> None:
    assert filters.money_exact(41200) == "£412.00"
    assert filters.money_exact(9_007_199_254_740_993) == "£90,071,992,547,409.93"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (time(0), "midnight"),
        (time(0, 5), "12.05am"),
        (time(11), "11am"),
        (time(12), "noon"),
        (time(12, 30), "12.30pm"),
        (time(14, 52), "2.52pm"),
        (time(15), "3pm"),
    ],
)
def test_hours_are_words(value: time, words: str) -> None:
    assert filters.hour(value) == words


def test_days_are_words() -> None:
    assert filters.day(date(2027, 3, 5)) == "Fri 5 March"
    assert filters.stay_days(Stay(date(2027, 3, 5), date(2027, 3, 7))) == "Friday 5 to Sunday 7 March 2027"
    assert (
        filters.stay_days(Stay(date(2027, 12, 31), date(2028, 1, 1)))
        == "Friday 31 December 2027 to Saturday 1 January 2028"
    )


def test_instants_are_told_on_the_wall_clock_of_the_house() -> None:
    at = datetime(2027, 7, 2, 11, 0, 59, tzinfo=UTC)
    assert filters.instant(at.replace(second=0), "Europe/London") == "noon, Fri 2 July"
    assert filters.instant_hour(at, "Europe/London") == "noon"
