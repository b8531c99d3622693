"""Events of the few visits of a narrow filter are found by their visits, not read all for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app.experience.funnel.names import STEPS
from app.experience.funnel.rules import Question
from app.insight.funnel import count_site, friction, paths, vitals
from app.insight.period import Filters
from tests.builders import TODAY
from tests.plans import plan_of
from tests.unit.insight.funnel.visits import visited

pytestmark = pytest.mark.usefixtures("nobody_yet")
NARROW = Filters(TODAY - timedelta(days=179), TODAY, device="tablet", source="agent", returning=True)

BY_VISIT: dict[str, Callable[[], object]] = {
    "streams": lambda: count_site(NARROW, Question(STEPS, order="strict")),
    "friction": lambda: friction(NARROW),
    "paths": lambda: paths(NARROW),
    "vitals": lambda: vitals(NARROW),
}


@pytest.mark.parametrize("part", BY_VISIT)
def test_events_are_found_by_their_visits(app: Flask, part: str) -> None:
    visited("room")
    plan = plan_of(BY_VISIT[part], "event")
    assert "SEARCH event USING INDEX ix_event_visit" in plan
    assert "ix_event_at" not in plan
