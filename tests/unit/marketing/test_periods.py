"""Periods and what they are compared with."""

from datetime import date

import pytest

from app.marketing.periods import compared, days_of, offered

TODAY = date(2027, 3, 1)
FEBRUARY = (date(2027, 2, 1), date(2027, 2, 28))


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("28d", date(2027, 2, 2), TODAY),
        ("7d", date(2027, 2, 23), TODAY),
        ("2027-02", *FEBRUARY),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_of_the_list(asked: str, first: date, last: date) -> None:
    assert days_of(asked, ("", ""), TODAY) == (first, last)


def test_two_days_that_were_typed() -> None:
    assert days_of("dates", ("2027-02-01", "2027-02-28"), TODAY) == FEBRUARY


@pytest.mark.parametrize(
    ("asked", "typed"),
    [
        ("dates", ("", "")),
        ("dates", ("2027-02-30", "2027-03-01")),
        ("dates", ("2027-03-02", "2027-03-01")),
        ("dates", ("2020-01-01", "2027-03-01")),
        ("dates", ("0001-01-01", "0001-01-02")),
        ("dates", ("9999-12-30", "9999-12-31")),
        ("2027-13", ("", "")),
        ("0000-01", ("", "")),
        ("ever", ("", "")),
    ],
)
def test_what_is_no_period_is_refused_in_a_sentence(asked: str, typed: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match=r"^[A-Z].*\.$"):
        days_of(asked, typed, TODAY)


def test_it_is_compared_with_as_many_days_before_or_the_same_weekdays_of_a_year_before() -> None:
    assert compared(FEBRUARY, "before") == (date(2027, 1, 4), date(2027, 1, 31))
    assert compared(FEBRUARY, "year") == (date(2026, 2, 2), date(2026, 3, 1))
    assert compared(FEBRUARY, "none") is None


def test_every_period_of_the_list_can_be_asked_for() -> None:
    values = [value for value, _ in offered(TODAY)]
    assert len(set(values)) == len(values)
    for value in values[:-1]:
        first, last = days_of(value, ("", ""), TODAY)
        assert first <= last
