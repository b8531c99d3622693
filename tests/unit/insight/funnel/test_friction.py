"""Friction and denied demand of the site's visits."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from app.insight.funnel import Signal, denied, friction, vitals
from app.insight.funnel.denied import asked_of
from app.insight.period import Filters
from app.kernel.errors import Invalid
from tests.builders import NOW, TODAY
from tests.unit.insight.funnel.visits import MINUTE, many, visited

pytestmark = pytest.mark.usefixtures("nobody_yet")
LONDON = "Europe/London"
ERROR = ("details", "field_error", "details.phone.wrong")


def period(**more: Any) -> Filters:
    return Filters(TODAY - timedelta(days=27), TODAY, **more)


def test_a_signal_is_held_against_those_who_reached_its_step() -> None:
    many(40, "booked")
    many(2, "booked", ERROR)
    many(10, "details")
    many(20, "details", ERROR)
    many(30, "results")
    found = friction(period())
    first = found.signals[0]
    assert first.name == Signal("details", "field_error", "details.phone.wrong")
    assert (first.booked, first.left, first.all_booked, first.all_left) == (2, 20, 42, 30)
    assert first.odds.lost == pytest.approx(22 * 40 / 50 - 2)
    assert first.significant
    assert found.visits == 102


def test_the_same_signal_at_two_steps_is_two() -> None:
    many(3, "booked", ("room", "rage_click", "picture"), ("results", "rage_click", "picture"))
    assert {one.name.step for one in friction(period()).signals} == {"room", "results"}


def test_twice_in_one_visit_counts_once() -> None:
    visited("details", ERROR, ERROR)
    assert friction(period()).signals[0].shown == 1


def test_what_comes_after_the_booking_is_no_friction() -> None:
    visited("booked", ("booked", "rage_click", "print"))
    assert friction(period()).signals == []


def test_who_may_still_book_has_not_left() -> None:
    visited("details", ERROR, at=datetime.fromisoformat(NOW) - MINUTE)
    assert friction(period()).visits == 0


def test_the_field_touched_last_is_counted_and_not_ranked() -> None:
    many(2, "details", ("details", "left_at_field", "email"))
    many(3, "details", ("details", "left_at_field", "phone"))
    found = friction(period())
    assert (found.signals, found.last_fields) == ([], [("phone", 3), ("email", 2)])


def test_only_poor_vitals_are_in_the_way() -> None:
    visited("room", ("room", "lcp", "room"), duration_ms=3999)
    visited("room", ("room", "lcp", "room"), duration_ms=4000)
    assert [(one.name, one.shown) for one in friction(period()).signals] == [(Signal("room", "lcp"), 1)]


def test_a_goal_may_be_an_earlier_step() -> None:
    many(3, "details", ("room", "rage_click", "picture"))
    visited("room")
    found = friction(period(), "details").signals[0]
    assert (found.booked, found.left, found.all_booked, found.all_left) == (3, 0, 3, 1)
    with pytest.raises(Invalid):
        friction(period(), "search")


def asked(rule: str | None, arrival: str = "2027-03-13", **more: object) -> dict[str, Any]:
    said = {"arrival": arrival, "nights": 1, "location": "lyndhay", "room_type": "snug", "rule": rule}
    return said | {"value_minor": 20_000, "currency": "GBP"} | more


def test_denied_demand_is_by_reason_with_what_a_change_is_worth() -> None:
    for _ in range(2):
        visited("results", ("results", "denied", "min_stay"), properties=asked("min_stay:1"))
    visited("results", ("results", "denied", "min_stay"), properties=asked("min_stay:1", location="saltings"))
    visited("results", ("results", "denied", "full"), properties=asked(None))
    found = denied(period(), LONDON)
    assert [(one.reason, one.searches) for one in found.reasons] == [("min_stay", 3), ("full", 1)]
    relief = found.reasons[0].reliefs[0]
    assert (relief.rule, relief.location, relief.searches, relief.worth) == (
        "min_stay:1",
        "lyndhay",
        2,
        {"GBP": 40_000},
    )
    assert relief.example.room_type == "snug"
    assert found.reasons[1].reliefs == []
    assert (found.searches, found.worth) == (4, {"GBP": 60_000})
    assert found.reasons[0].places == [("lyndhay", 2), ("saltings", 1)]


def test_the_same_stay_twice_in_a_visit_is_one_search() -> None:
    twice = ("results", "denied", "full")
    visited("results", twice, twice, properties=asked(None))
    assert denied(period(), LONDON).searches == 1


@pytest.mark.parametrize("wrong", [{}, {"arrival": "soon", "nights": "two", "rule": {"a": 1}, "value_minor": True}])
def test_what_cannot_be_read_is_left_out(wrong: dict[str, Any]) -> None:
    found = asked_of(wrong)
    assert (found.arrival_on, found.nights, found.rule, found.value_minor) == (None, 0, "", 0)


def test_nothing_denied_is_nothing() -> None:
    found = denied(period(), LONDON)
    assert (found.reasons, found.calls, found.searches, found.worth) == ([], {}, 0, {})


def test_how_quick_pages_were_is_told_by_step() -> None:
    for took in (100, 200, 300, 4000):
        visited("room", ("room", "lcp", "room"), duration_ms=took)
    (lcp,) = vitals(period()).rows
    assert (lcp.step, lcp.kind, lcp.n, lcp.median, lcp.p75, lcp.thin) == ("room", "lcp", 4, 200, 300, True)
    assert vitals(period(device="phone")).rows == []


def test_the_rule_is_shown_by_a_stay_that_is_still_to_come() -> None:
    stay = {
        "location": "combe-harrow", "nights": 1, "rule": "min_stay:1", "value_minor": 15_000, "currency": "GBP"
    }  # fmt: skip
    for days in (20, -5):
        arrival = (TODAY + timedelta(days=days)).isoformat()
        visited("results", ("results", "denied", "min_stay"), properties=stay | {"arrival": arrival})
    (relief,) = denied(period(), LONDON).reasons[0].reliefs
    assert (relief.searches, relief.example.arrival_on) == (2, TODAY + timedelta(days=20))
