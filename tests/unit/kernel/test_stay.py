from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.errors import Invalid
from app.kernel.stay import Stay

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
STAYS = st.builds(Stay.of, DAYS, st.integers(1, 60))


def test_both_clock_changes_are_nights_like_any_other() -> None:
    assert Stay(date(2027, 3, 27), date(2027, 3, 29)).nights == 2
    assert Stay(date(2027, 10, 30), date(2027, 11, 1)).nights == 2


def test_a_leap_day_is_a_night() -> None:
    assert list(Stay(date(2028, 2, 28), date(2028, 3, 1))) == [date(2028, 2, 28), date(2028, 2, 29)]


@pytest.mark.parametrize("departure", [date(2027, 3, 5), date(2027, 3, 4)])
def test_a_stay_has_a_night(departure: date) -> None:
    with pytest.raises(Invalid, match="after"):
        Stay(date(2027, 3, 5), departure)


def test_the_end_of_the_calendar_is_said_in_words() -> None:
    with pytest.raises(Invalid, match="10000"):
        Stay.of(date(9999, 12, 31), 2)


@given(STAYS)
def test_nights_are_the_days_from_arrival_up_to_departure(stay: Stay) -> None:
    nights = list(stay)
    assert len(nights) == stay.nights
    assert (nights[0], nights[-1]) == (stay.arrival, stay.last_night)
    assert stay.departure not in stay
    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(nights))


@given(STAYS, STAYS)
def test_overlapping_is_sharing_a_night(one: Stay, other: Stay) -> None:
    assert one.overlaps(other) == bool(set(one) & set(other)) == other.overlaps(one)


@given(STAYS, st.integers(-400, 400))
def test_moving_keeps_the_length(stay: Stay, days: int) -> None:
    moved = stay.moved(days)
    assert moved.nights == stay.nights
    assert moved.moved(-days) == stay
