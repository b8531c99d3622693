"""What a line means, in which order lines happened, and how many rooms they took."""

from datetime import date

import pytest

from app.booking.imports.plan import events_of, peaks_of, read_capacity
from app.booking.imports.rules import Unfit, read_row
from app.kernel.errors import Invalid
from app.kernel.stay import Stay

GOOD = {
    "hotel": "Quinta", "reserved_room_type": "A", "adults": "2", "children": "1.0", "babies": "NA", "adr": "95.5",
    "reservation_status": "Check-Out", "reservation_status_date": "2016-08-03", "lead_time": "10",
    "arrival_date_year": "2016", "arrival_date_month": "August", "arrival_date_day_of_month": "1",
    "stays_in_weekend_nights": "0", "stays_in_week_nights": "2", "distribution_channel": "Direct",
}  # fmt: skip


def row(line: int = 2, **cells: str):  # type: ignore[no-untyped-def]
    return read_row(line, GOOD | cells)


def test_a_line_of_the_published_format() -> None:
    read = row()
    assert read.stay == Stay(date(2016, 8, 1), date(2016, 8, 3))
    assert (read.party.adults, len(read.party.children), read.party.cots) == (2, 1, 0)
    assert (read.rate_minor, read.booked_on, read.state, read.channel) == (
        9550,
        date(2016, 7, 22),
        "departed",
        "Direct",
    )


def test_days_may_be_given_whole() -> None:
    read = row(arrival_on="2017-01-30", departure_on="2017-02-02", booked_on="2017-01-30", lead_time="")
    assert read.stay.nights == 3
    assert read.booked_on == date(2017, 1, 30)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"adults": "0", "children": "0", "babies": "0"}, "no guest"),
        ({"stays_in_week_nights": "0"}, "no nights"),
        ({"stays_in_week_nights": "-3"}, "no nights"),
        ({"adr": "-6.38"}, "a negative rate"),
        ({"adr": "-0.001"}, "a negative rate"),
        ({"adr": "NaN"}, "the rate is not a number"),
        ({"adr": "1e400"}, "the rate is"),
        ({"adr": "1e999999"}, "the rate is not a number"),
        ({"adr": ""}, "the rate is not a number"),
        ({"adults": "two"}, "adults is not a whole number"),
        ({"adults": "-1"}, "fewer than none"),
        ({"adults": "9" * 30}, "adults is not a whole number"),
        ({"adults": "²"}, "adults is not a whole number"),
        ({"arrival_date_day_of_month": "31", "arrival_date_month": "June"}, "does not exist"),
        ({"arrival_date_month": "Brumaire"}, "arrival_date_month is not"),
        ({"arrival_date_year": "0"}, "does not exist"),
        ({"lead_time": "999999999"}, "outside the calendar"),
        ({"lead_time": "-1"}, "booked after arrival"),
        ({"stays_in_week_nights": "99999999"}, "10000"),
        ({"reservation_status": "Maybe"}, "the state is none"),
        ({"reservation_status": "Canceled", "reservation_status_date": "soon"}, "the day of cancellation"),
        ({"hotel": ""}, "hotel needs"),
        ({"reserved_room_type": "x" * 61}, "reserved_room_type needs"),
        ({"children": "40"}, "more people"),
    ],
)
def test_what_is_no_booking_says_why(cells: dict[str, str], reason: str) -> None:
    with pytest.raises(Unfit, match=reason):
        row(**cells)


def test_children_without_adults_are_guests() -> None:
    assert row(adults="0").party.heads == 1


def test_a_day_s_cancellations_come_first_then_departures_then_bookings_in_the_file_s_order() -> None:
    day = "2016-08-03"
    rows = [
        row(2, booked_on=day, arrival_on="2016-08-09"),
        row(3, booked_on=day, arrival_on="2016-08-09", reservation_status="Canceled", reservation_status_date=day),
        row(4),
        row(5, reservation_status="Canceled", reservation_status_date=day),
        row(6, arrival_on="2016-08-02", reservation_status="No-Show", reservation_status_date="2016-01-01"),
        row(7, booked_on=day, arrival_on="2016-08-09"),
    ]
    on_the_day = [(event.line, event.at_once) for event in events_of(rows) if event.day == date(2016, 8, 3)]
    assert on_the_day == [(5, False), (4, False), (6, False), (2, False), (3, False), (3, True), (7, False)]


def test_the_peak_is_what_was_ever_taken_at_one_time() -> None:
    rows = [
        row(2),
        row(3, reservation_status="Canceled", reservation_status_date="2016-07-30"),
        row(4, booked_on="2016-07-30"),
        row(5, booked_on="2016-07-31", reservation_status="No-Show"),
        row(6, reserved_room_type="B"),
    ]
    assert peaks_of(events_of(rows)) == {("Quinta", "A"): 3, ("Quinta", "B"): 1}


def test_a_no_show_lets_go_of_all_but_its_first_night() -> None:
    rows = [
        row(2, reservation_status="No-Show", stays_in_week_nights="5"),
        row(3, booked_on="2016-08-02", arrival_on="2016-08-02"),
        row(4, booked_on="2016-08-01", arrival_on="2016-08-01"),
    ]
    assert peaks_of(events_of(rows)) == {("Quinta", "A"): 2}


def test_capacity_is_a_number_or_a_share_of_the_peak() -> None:
    assert [read_capacity("40")(7), read_capacity("80%")(40), read_capacity("80%")(1)] == [40, 32, 1]
    for told in ("0", "-1", "many", "", "%", "1.5", "999999"):
        with pytest.raises(Invalid):
            read_capacity(told)
