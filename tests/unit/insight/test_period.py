"""The filters that every page of the marketing desk shares."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.insight.period import LEADS, PARTIES, Filters, band_of, read_period
from app.kernel.errors import Invalid

DAY = date(2027, 3, 5)


def test_the_period_counts_both_its_ends() -> None:
    assert Filters(DAY, DAY).days == 1


def test_the_days_before_ask_the_same_question() -> None:
    asked = Filters(DAY, DAY, (date(2027, 2, 1), date(2027, 2, 2)), (1,), device="phone", heads=(5, 99))
    before = asked.before
    assert before is not None
    assert (before.since_on, before.until_on, before.against) == (date(2027, 2, 1), date(2027, 2, 2), None)
    assert (before.location_ids, before.device, before.heads) == ((1,), "phone", (5, 99))
    assert Filters(DAY, DAY).before is None
    assert asked.whole == Filters(DAY, DAY, asked.against, (1,))


@pytest.mark.parametrize("until", [DAY - timedelta(days=1), DAY + timedelta(days=800)])
def test_a_period_that_is_none_is_refused(until: date) -> None:
    with pytest.raises(Invalid):
        Filters(DAY, until)
    with pytest.raises(Invalid):
        Filters(DAY, DAY, (DAY, until))


def test_a_command_has_four_weeks_unless_told() -> None:
    assert read_period(None, None, DAY) == Filters(date(2027, 2, 6), DAY)
    assert read_period("2027-01-01", "2027-01-31", DAY) == Filters(date(2027, 1, 1), date(2027, 1, 31))
    for wrong in ("soon", "2027-02-30"):
        with pytest.raises(Invalid):
            read_period(wrong, None, DAY)
    for first, last in ((None, "0001-01-02"), ("9999-12-30", "9999-12-31"), ("1999-12-31", "2000-01-02")):
        with pytest.raises(Invalid, match="between the years"):
            read_period(first, last, DAY)


@pytest.mark.parametrize(
    ("number", "bands", "key"),
    [(1, PARTIES, "1"), (4, PARTIES, "3-4"), (12, PARTIES, "5+"), (0, LEADS, "0-7"), (91, LEADS, "91+"),
     (None, LEADS, ""), (0, PARTIES, "")],
)  # fmt: skip
def test_numbers_lie_in_bands(number: int | None, bands: dict[str, tuple[int, int]], key: str) -> None:
    assert band_of(number, bands) == key
