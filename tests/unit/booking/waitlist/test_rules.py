"""The hour to stand by, and which stays a wish allows."""

from datetime import date, datetime

import pytest

from app.booking.waitlist.rules import Wish, hour_to_stand_by
from app.kernel.errors import Invalid
from app.kernel.party import Party

LONDON = "Europe/London"


@pytest.mark.parametrize(
    ("freed", "begins", "until"),
    [
        ("2027-03-05T02:00+00:00", "2027-03-05T08:00+00:00", "2027-03-05T09:00+00:00"),
        ("2027-03-05T07:59+00:00", "2027-03-05T08:00+00:00", "2027-03-05T09:00+00:00"),
        ("2027-03-05T08:00+00:00", "2027-03-05T08:00+00:00", "2027-03-05T09:00+00:00"),
        ("2027-03-05T20:59+00:00", "2027-03-05T20:59+00:00", "2027-03-05T21:59+00:00"),
        ("2027-03-05T21:00+00:00", "2027-03-06T08:00+00:00", "2027-03-06T09:00+00:00"),
        ("2027-03-05T21:30+00:00", "2027-03-06T08:00+00:00", "2027-03-06T09:00+00:00"),
        # The clocks go forward on 28 March 2027 and back on 31 October.
        ("2027-03-27T23:30+00:00", "2027-03-28T08:00+01:00", "2027-03-28T09:00+01:00"),
        ("2027-03-28T00:30+00:00", "2027-03-28T08:00+01:00", "2027-03-28T09:00+01:00"),
        ("2027-03-28T20:59+01:00", "2027-03-28T20:59+01:00", "2027-03-28T21:59+01:00"),
        ("2027-10-30T21:30+01:00", "2027-10-31T08:00+00:00", "2027-10-31T09:00+00:00"),
        ("2027-10-31T01:30+01:00", "2027-10-31T08:00+00:00", "2027-10-31T09:00+00:00"),
        ("2027-10-31T01:30+00:00", "2027-10-31T08:00+00:00", "2027-10-31T09:00+00:00"),
    ],
)
def test_the_hour_begins_by_day_on_the_house_s_wall(freed: str, begins: str, until: str) -> None:
    found = hour_to_stand_by(datetime.fromisoformat(freed), LONDON)
    assert found == (datetime.fromisoformat(begins), datetime.fromisoformat(until))


def test_the_hour_is_the_house_s_own() -> None:
    begins, _ = hour_to_stand_by(datetime.fromisoformat("2027-03-05T20:30+00:00"), "Europe/Paris")
    assert begins == datetime.fromisoformat("2027-03-06T08:00+01:00")


def wish(earliest: int, latest: int, nights: int) -> Wish:
    return Wish(date(2027, 3, earliest), date(2027, 3, latest), nights, Party(2), (1,))


def test_every_stay_between_two_days() -> None:
    stays = list(wish(5, 9, 2).stays(date(2027, 3, 1)))
    assert [(stay.arrival.day, stay.departure.day) for stay in stays] == [(5, 7), (6, 8), (7, 9)]
    assert [stay.arrival.day for stay in wish(5, 9, 2).stays(date(2027, 3, 7))] == [7]
    assert [stay.arrival.day for stay in wish(5, 7, 2).stays(date(2027, 3, 1))] == [5]


@pytest.mark.parametrize(("earliest", "latest", "nights"), [(5, 6, 2), (5, 5, 1), (6, 5, 1), (5, 9, 0), (1, 31, 29)])
def test_a_wish_that_no_stay_can_meet_is_refused(earliest: int, latest: int, nights: int) -> None:
    with pytest.raises(Invalid):
        wish(earliest, latest, nights)


def test_a_wish_reaches_two_months_at_most() -> None:
    with pytest.raises(Invalid):
        Wish(date(2027, 3, 1), date(2027, 5, 3), 2, Party(2), (1,))
