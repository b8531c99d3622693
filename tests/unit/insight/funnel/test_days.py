"""Days that are summed up give the answers that their visits gave."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from app.experience.funnel.days.models import FunnelCell, FunnelDay
from app.experience.funnel.days.operations import sum_up_days
from app.experience.funnel.days.rules import DIMENSIONS
from app.experience.funnel.names import STEPS
from app.insight.funnel import breakdown, friction, paths, report, stopped_at, trend
from app.insight.funnel.visits import lately
from app.insight.period import Filters
from app.insight.verify import CHECKS, result
from app.store import db, transaction
from tests.builders import NOW, TODAY
from tests.unit.insight.funnel.visits import visited

pytestmark = pytest.mark.usefixtures("nobody_yet")

SIGNALS = (
    ("room", "rage_click", "picture"), ("details", "field_error", "details.email.wrong"),
    ("results", "lcp", "results"), ("details", "left_at_field", "phone"), ("booked", "rage_click", "print"),
)  # fmt: skip
ASKED: list[dict[str, Any]] = [
    {}, {"device": "phone"}, {"source": "mail"}, {"returning": True}, {"location_ids": (1, 2)}, {"heads": (3, 4)},
    {"lead": (8, 30)}, {"heads": (3, 5)}, {"device": "phone", "source": "mail"}, {"location_ids": ()},
    {"location_ids": (1, 2), "returning": False, "lead": (8, 30)}, {"heads": (2, 2), "device": "desk"},
]  # fmt: skip


def a_fortnight() -> None:
    """Visits of all kinds on each of twelve days, the last of them today."""
    chance = random.Random(12)
    for number in range(60):
        deepest = chance.choice((None, *STEPS))
        signals = [one for one in SIGNALS if deepest and STEPS.index(one[0]) <= STEPS.index(deepest)]
        visited(
            deepest,
            *chance.sample(signals, min(len(signals), chance.randrange(3))),
            at=datetime.fromisoformat(NOW) - timedelta(days=number % 12, minutes=30),
            pace=timedelta(seconds=chance.randrange(5, 200)),
            duration_ms=9000,
            device=chance.choice(("phone", "desk")),
            source=chance.choice(("mail", "search")),
            returning=chance.random() < 0.4,
            heads=chance.choice((None, 1, 2, 3, 4, 5)),
            lead_days=chance.choice((None, 3, 20, 200)),
            location_id=chance.choice((None, 1, 2, 3)),
            is_bot=chance.random() < 0.1,
        )


def answers(**asked: Any) -> list[object]:
    """Everything that is said of the last ten days against the day before."""
    before = TODAY - timedelta(days=10)
    filters = Filters(TODAY - timedelta(days=9), TODAY, (before, before), **asked)
    groups = [breakdown(filters, dimension) for dimension in DIMENSIONS]
    links = paths(replace(filters, until_on=TODAY - timedelta(days=4)))
    stopped = [stopped_at(filters, step) for step in STEPS[:-1]]
    return [report(filters), groups, trend(filters), friction(filters), links, stopped]


@pytest.fixture
def no_sums() -> Any:
    yield
    for table in (FunnelDay.__table__, FunnelCell.__table__):
        transaction(lambda table=table: db.session.execute(table.delete()))  # type: ignore[misc]


def check() -> bool:
    return all(result(one).ok for one in CHECKS if one.name.startswith("funnel_day"))


@pytest.mark.usefixtures("no_sums")
def test_sums_say_what_the_visits_said() -> None:
    a_fortnight()
    said = [answers(**asked) for asked in ASKED]
    assert sum_up_days(least_visits=1) == 9, "the last two days and today may still change"
    assert sum_up_days(least_visits=1) == 0
    assert check()
    for asked, once in zip(ASKED, said, strict=True):
        assert answers(**asked) == once, asked


@pytest.mark.usefixtures("no_sums")
def test_sums_are_read_where_they_are_and_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    a_fortnight()
    sum_up_days(least_visits=1)
    first = db.session.execute(select(func.min(FunnelDay.day_on))).scalar_one()
    transaction(
        lambda: db.session.execute(
            update(FunnelDay).where(FunnelDay.slice == "", FunnelDay.day_on == first).values(search=1000)
        )
    )
    assert report(Filters(first, TODAY)).searched > 1000
    assert not check()
    transaction(lambda: db.session.execute(update(FunnelCell).values(search=1000)))
    both = Filters(first, TODAY, device="phone", source="mail")
    assert sum(group.searched for group in breakdown(both, "lead")) > 1000, "asked by two values at once"
    monkeypatch.setattr("app.insight.funnel.visits.MOST_VISITS", 5)
    since_on = friction(both).since_on
    assert since_on is not None, "signals of two values at once are read event by event"
    assert first < since_on == report(both).timed_since_on
    assert friction(replace(both, source=None)).since_on is report(replace(both, source=None)).timed_since_on is None


@pytest.mark.usefixtures("no_sums")
def test_a_small_site_is_left_to_its_visits() -> None:
    a_fortnight()
    assert sum_up_days() == 0


def test_the_latest_are_no_more_than_a_page_reads_and_the_last_day_at_least(monkeypatch: pytest.MonkeyPatch) -> None:
    for ago, count in ((3, 1), (2, 2), (1, 3), (0, 2)):
        for _ in range(count):
            visited("results", at=datetime.fromisoformat(NOW) - timedelta(days=ago, minutes=30))
    week = Filters(TODAY - timedelta(days=6), TODAY)
    for most, days in ((1, 0), (2, 0), (4, 0), (5, 1), (6, 1), (7, 2), (8, 6)):
        monkeypatch.setattr("app.insight.funnel.visits.MOST_VISITS", most)
        assert lately(week).since_on == TODAY - timedelta(days=days), most
