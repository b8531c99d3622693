"""Until when cancelling is free, on the house's own clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from app.pricing.rules import policy_of
from tests.unit.pricing.test_nights import FLEXIBLE

LONDON = "Europe/London"
EARLY = datetime(2027, 1, 1, tzinfo=UTC)


def until(arrival: date, free_time: time = time(12), days: int = 2, zone: str = LONDON) -> datetime | None:
    plan = replace(FLEXIBLE, free_days=days, free_time=free_time)
    return policy_of(plan, arrival, zone, "GBP", EARLY).free_until_at


@pytest.mark.parametrize(
    ("arrival", "instant"),
    [
        (date(2027, 3, 5), datetime(2027, 3, 3, 12, tzinfo=UTC)),
        (date(2027, 3, 29), datetime(2027, 3, 27, 12, tzinfo=UTC)),
        (date(2027, 3, 30), datetime(2027, 3, 28, 11, tzinfo=UTC)),
        (date(2027, 11, 1), datetime(2027, 10, 30, 11, tzinfo=UTC)),
        (date(2027, 11, 2), datetime(2027, 10, 31, 12, tzinfo=UTC)),
    ],
)
def test_noon_is_noon_on_both_sides_of_both_clock_changes(arrival: date, instant: datetime) -> None:
    assert until(arrival) == instant


def test_a_wall_time_that_does_not_exist_moves_forward() -> None:
    assert until(date(2027, 3, 30), time(1, 30)) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC), "2.30 in summer time"


def test_a_wall_time_that_is_twice_is_the_first() -> None:
    assert until(date(2027, 11, 2), time(1, 30)) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_it_is_the_clock_of_the_house() -> None:
    assert until(date(2027, 3, 5), zone="Europe/Lisbon") == datetime(2027, 3, 3, 12, tzinfo=UTC)
    assert until(date(2027, 3, 5), zone="Europe/Paris") == datetime(2027, 3, 3, 11, tzinfo=UTC)


def test_at_the_deadline_itself_it_is_over() -> None:
    deadline = datetime(2027, 3, 3, 12, tzinfo=UTC)
    before = policy_of(FLEXIBLE, date(2027, 3, 5), LONDON, "GBP", deadline - timedelta(seconds=1))
    after = policy_of(FLEXIBLE, date(2027, 3, 5), LONDON, "GBP", deadline)
    assert (before.free_until_at, before.brief) == (deadline, "Free to cancel until noon, Wed 3 March")
    assert (after.free_until_at, after.brief) == (None, "Too close to arrival to cancel free")
    assert "noon, Wed 3 March" in after.full


def test_a_saver_is_never_free_and_says_its_fee() -> None:
    plan = replace(FLEXIBLE, cancelling="resale", resale_fee_minor=2000)
    policy = policy_of(plan, date(2027, 3, 5), LONDON, "GBP", EARLY)
    assert policy.free_until_at is None
    assert "£20" in policy.brief
    assert "£20 a stay" in policy.full
    assert "free" not in policy.brief.lower()


ARRIVAL, LATE = date(2027, 3, 5), datetime(2027, 3, 4, tzinfo=UTC)
EITHER = replace(FLEXIBLE, may_pay_at_house=True)


def test_what_is_owed_at_the_house_is_never_called_paid() -> None:
    owed = policy_of(EITHER, ARRIVAL, LONDON, "GBP", EARLY, at_house=True).full
    assert "you owe nothing, and whatever you have paid by then comes back" in owed
    late = policy_of(EITHER, ARRIVAL, LONDON, "GBP", LATE, at_house=True).full
    assert "whatever you have paid is kept and nothing more is owed" in late
    assert "all you paid" not in owed + late


def test_before_it_is_paid_nothing_is_said_to_be() -> None:
    by_link = replace(FLEXIBLE, due_now_bp=0, balance_days=14)
    for plan in (EITHER, by_link):
        assert "whatever you have paid by then comes back" in policy_of(plan, ARRIVAL, LONDON, "GBP", EARLY).full


def test_where_it_is_paid_at_booking_all_of_it_comes_back() -> None:
    paid = replace(FLEXIBLE, may_pay_at_house=False, due_now_bp=10_000)
    for plan in (paid, replace(paid, due_now_bp=2_000, balance_days=14)):
        assert (
            "all you paid comes back. After that nothing is refunded"
            in policy_of(plan, ARRIVAL, LONDON, "GBP", EARLY).full
        )
