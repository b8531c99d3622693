"""The site's funnel from its visits."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.experience.funnel.names import STEPS
from app.experience.funnel.rules import DAY, Exclusion, Question, reached
from app.insight.funnel import breakdown, count_site, paths, reconciled, report, stopped_at, trend
from app.insight.funnel.rules import time_to_book, weeks_of
from app.insight.period import Filters
from app.kernel.errors import Invalid
from tests.builders import NOW, TODAY
from tests.unit.insight.funnel.visits import MINUTE, WEEK_AGO, many, visited

pytestmark = pytest.mark.usefixtures("nobody_yet")
LONDON = "Europe/London"
WEEK = timedelta(days=7)


def period(**more: Any) -> Filters:
    """The four weeks up to today."""
    return Filters(TODAY - timedelta(days=27), TODAY, **more)


def test_the_steps_have_counts_rates_times_and_who_stopped() -> None:
    many(4, "search")
    many(3, "room")
    many(2, "booked", pace=2 * MINUTE)
    many(5, "booked", is_bot=True)
    found = report(period())
    assert [step.count for step in found.steps] == [9, 5, 5, 2, 2, 2]
    assert [step.left for step in found.steps] == [4, 0, 3, 0, 0, 0]
    assert (found.steps[3].of_before.k, found.steps[3].of_before.n) == (2, 5)  # type: ignore[union-attr]
    assert found.steps[2].times.median == 60
    assert found.steps[2].times.mean == pytest.approx((3 * 60 + 2 * 120) / 5)
    assert (found.searched, found.booked.k, found.time_to_book.times.median) == (9, 2, 600)
    assert found.booked_change is None


def test_no_visits_are_no_data() -> None:
    found = report(period(against=(TODAY - timedelta(days=55), TODAY - timedelta(days=28))))
    assert found.booked.share is None
    assert found.steps[1].of_before.share is None  # type: ignore[union-attr]
    assert found.booked_change.verdict == "no data"  # type: ignore[union-attr]
    assert (found.worst, found.time_to_book.times.median, found.was_searched) == (None, None, 0)
    assert breakdown(period(), "device") == ()


def test_a_visit_of_the_last_day_is_open_and_not_lost() -> None:
    now = datetime.fromisoformat(NOW)
    visited("room", at=now - timedelta(hours=1))
    visited("booked", at=now - timedelta(hours=1))
    visited("room", at=now - timedelta(hours=25))
    room = report(period()).steps[2]
    assert (room.count, room.left, room.open) == (3, 1, 1)
    assert (room.of_before.k, room.of_before.n) == (1, 1)  # type: ignore[union-attr]
    (desk,), weeks = breakdown(period(), "device"), trend(period())
    assert (desk.counts[0], desk.booked.n) == (3, 1)
    assert (sum(week.counts[0] for week in weeks), sum(week.booked.n for week in weeks)) == (3, 1)
    assert report(period()).open == 1


@pytest.mark.parametrize(
    ("asked", "searched"),
    [
        ({"device": "phone"}, 3), ({"source": "mail"}, 5), ({"returning": True}, 7), ({"location_ids": (1, 2)}, 9),
        ({"heads": (5, 99)}, 2), ({"lead": (91, 9999)}, 4), ({"device": "tablet"}, 0), ({}, 30),
    ],
)  # fmt: skip
def test_filters_choose_visits(asked: dict[str, Any], searched: int) -> None:
    many(3, "search", device="phone")
    many(5, "search", source="mail")
    many(7, "search", returning=True)
    many(4, "search", location_id=1)
    many(5, "search", location_id=2)
    many(2, "search", heads=8)
    many(4, "search", lead_days=200)
    assert report(period(**asked)).searched == searched


def test_a_fall_that_is_more_than_chance_is_the_worst_step() -> None:
    before = datetime.fromisoformat(NOW) - timedelta(days=40)
    against = (TODAY - timedelta(days=55), TODAY - timedelta(days=28))
    many(20, "results", at=before)
    many(80, "room", at=before)
    many(70, "results")
    many(30, "room")
    found = report(period(against=against))
    assert found.worst is not None
    assert (found.worst.name, found.before_worst and found.before_worst.name) == ("room", "results")
    assert found.worst.was.share == 0.8  # type: ignore[union-attr]
    assert found.worst.change.words == "a change (p < .001)"  # type: ignore[union-attr]
    assert found.steps[1].change.verdict == "no change"  # type: ignore[union-attr]


def test_groups_are_in_order_and_what_was_not_said_comes_last() -> None:
    many(2, "booked", heads=2, device="desk", source="mail")
    many(1, "search", heads=None, device="phone", source="search", returning=True)
    many(3, "room", heads=4, device="phone", source="search")
    assert [(g.key, g.searched, g.booked.k) for g in breakdown(period(), "heads")] == [
        ("2", 2, 2),
        ("3-4", 3, 0),
        ("", 1, 0),
    ]
    assert [g.key for g in breakdown(period(), "device")] == ["phone", "desk"]
    assert [(g.key, g.searched) for g in breakdown(period(), "source")] == [("search", 4), ("mail", 2)]
    assert [(g.key, g.searched) for g in breakdown(period(), "returning")] == [("new", 5), ("returning", 1)]
    with pytest.raises(Invalid):
        breakdown(period(), "guest")


def test_weeks_begin_on_mondays_and_empty_ones_stand_there() -> None:
    many(3, "booked", at=WEEK_AGO)
    weeks = trend(period())
    assert all(week.monday_on.weekday() == 0 for week in weeks)
    assert sum(week.days for week in weeks) == 28
    assert [week.counts[0] for week in weeks if week.counts[0]] == [3]
    assert weeks_of({}, TODAY, TODAY)[0].booked.share is None


def test_every_booking_lies_in_one_bar() -> None:
    found = time_to_book({0: 1, 119: 1, 120: 1, 3600: 1, 86_400: 1})
    assert [bar.count for bar in found.bars if bar.count] == [2, 1, 2]
    assert sum(bar.count for bar in found.bars) == found.times.n == 5


def test_bars_are_as_wide_as_each_other_so_that_their_heights_compare() -> None:
    *closed, last = time_to_book({}).bars
    assert len({(bar.until or 0) - bar.since for bar in closed}) == 1
    assert [bar.until for bar in closed] == [bar.since for bar in (*closed[1:], last)]
    assert last.until is None


def test_paths_come_from_the_events() -> None:
    visited("room", walk=("search", "results", "room", "results"))
    visited("search")
    found = paths(period())
    assert (found.visits, [one.target for one in found.links]) == (1, ["room", "again", "left"])


def test_the_visits_behind_a_drop_are_steps_without_persons() -> None:
    visit = visited("room", ("room", "rage_click", "picture"), location_id=4)
    many(2, "details")
    visited("room", at=datetime.fromisoformat(NOW) - MINUTE)
    found = stopped_at(period(), "room")
    assert (found.visits, len(found.trails)) == (1, 1)
    assert [(mark.after_s, mark.name, mark.code) for mark in found.trails[0].marks] == [
        (0, "search", ""), (60, "results", ""), (120, "room", ""), (125, "rage_click", "picture"),
    ]  # fmt: skip
    assert visit not in repr(found)
    assert stopped_at(period(device="phone"), "room").trails == []
    with pytest.raises(Invalid):
        stopped_at(period(), "booked")


def test_the_ledger_has_what_the_funnel_has() -> None:
    visited("booked")
    visited("booked", walk=(*STEPS, "booked"))
    visited("booked", is_bot=True)
    found = reconciled(period(), LONDON)
    assert (found.bookings, found.funnel, found.again, found.uncounted, found.sound) == (0, 2, 1, -3, False)


def test_a_booking_just_after_midnight_is_nobodys_fault() -> None:
    late = (WEEK_AGO - timedelta(days=1)).replace(hour=23, minute=58)
    visited("booked", at=late)
    for days, told in (((0, 0), (0, 1, -1)), ((-1, -1), (1, -1, 0)), ((-1, 0), (1, 0, -1))):
        since_on, until_on = (WEEK_AGO.date() + timedelta(days=number) for number in days)
        found = reconciled(Filters(since_on, until_on), LONDON)
        assert (found.funnel, found.over_midnight, found.uncounted) == told, "no row of the ledger is here"


def test_the_plain_question_is_answered_the_same_from_visits_and_from_events() -> None:
    many(4, "search", device="phone")
    many(3, "room")
    many(2, "booked")
    plain, groups = count_site(period(), Question(STEPS), "device")
    narrow = count_site(period(), Question(STEPS, DAY - 1))[0]
    assert plain == narrow
    assert [step.count for step in plain] == [9, 5, 5, 2, 2, 2]
    assert groups is not None
    assert {name: steps[0].count for name, steps in groups.items()} == {"desk": 5, "phone": 4}
    with pytest.raises(Invalid):
        count_site(period(), Question(STEPS), "guest")


def test_other_questions_are_asked_of_the_events() -> None:
    many(2, "details")
    visited("details", ("room", "rage_click", "picture"))
    steps = ("room", "details")
    assert [one.count for one in count_site(period(), Question(steps))[0]] == [3, 3]
    assert [one.count for one in count_site(period(), Question(steps, order="strict"))[0]] == [3, 2]
    spoiled = Question(steps, exclusions=(Exclusion("rage_click", 0, 1),))
    assert [one.count for one in count_site(period(), spoiled)[0]] == [2, 2]
    assert [one.count for one in count_site(period(), Question(steps, 30_000_000))[0]] == [3, 0]


def test_the_commands_report_on_the_site(app: Flask) -> None:
    many(3, "booked")
    visited("details", ("details", "field_error", "details.email.wrong"))
    run = app.test_cli_runner()
    done = run.invoke(args=["funnel", "--json", "--by", "device"])
    assert done.exit_code == 0, done.output
    assert '"groups": {"desk"' in done.stdout
    assert '"count": 3' in done.stdout
    done = run.invoke(args=["friction", "--json"])
    assert '"name": "details field_error details.email.wrong"' in done.stdout
    assert run.invoke(args=["funnel", "--since", "soon"]).exit_code == 2
    assert run.invoke(args=["friction", "--goal", "joy"]).exit_code == 2


def test_reached_is_what_visits_keep() -> None:
    """The rows are made from the events: their instants are those that the engine would find."""
    assert reached([(0, "search"), (1, "results"), (2, "results"), (3, "room")], Question(STEPS)) == (0, 1, 3)


def test_what_is_compared_stands_beside_groups_weeks_and_times() -> None:
    against = (TODAY - timedelta(days=55), TODAY - timedelta(days=28))
    before = WEEK_AGO - timedelta(days=28)
    many(30, "booked", at=before, pace=2 * MINUTE)
    many(10, "room", at=before)
    many(20, "booked", device="phone")
    many(20, "room")
    found = report(period(against=against))
    assert found.was_time_to_book is not None
    assert (found.was_time_to_book.times.median, found.time_to_book.times.median) == (600, 300)
    assert [bar.count for bar in found.was_time_to_book.bars if bar.count] == [30]
    phone, desk = breakdown(period(against=against), "device")
    assert phone.was is not None
    assert (phone.was.share, phone.change and phone.change.verdict) == (None, "no data"), "no phone came before"
    assert desk.was is not None
    assert (desk.was.share, desk.change and desk.change.changed) == (0.75, True)
    weeks = [week for week in trend(period(against=against)) if week.counts[0]]
    assert [week.was and (week.was.k, week.was.n) for week in weeks] == [(30, 40)], "the week four weeks before"
    assert {week.was for week in trend(period())} == {None}
    assert breakdown(period(), "device")[0].was is None
