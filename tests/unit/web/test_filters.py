from datetime import UTC, datetime, time

from app.web import filters


def test_bills_always_show_pence() -> None:
    assert filters.money_exact(41200) == "£412.00"
    assert filters.money_exact(9_007_199_254_740_993) == "£90,071,992,547,409.93"


def test_supper_needs_no_am_or_pm() -> None:
    assert [filters.sitting(time(hour, 30)) for hour in (0, 12, 19)] == ["12.30", "12.30", "7.30"]


def test_instants_are_told_on_the_wall_clock_of_the_house() -> None:
    assert filters.instant(datetime(2027, 7, 2, 11, tzinfo=UTC), "Europe/London") == "noon, Fri 2 July"
    assert filters.instant(datetime(2027, 3, 3, 12, tzinfo=UTC), "Europe/London") == "noon, Wed 3 March"
