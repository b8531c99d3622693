"""Steps and signals become events, and the visit says what they come to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.config import Config
from app.experience.funnel import statements
from app.experience.funnel.models import Visit
from app.experience.funnel.recording import record_heard
from app.experience.funnel.seen import Seen, Signal
from app.store import db
from tests.databases import opened
from tests.statements import counted
from tests.unit.experience.funnel.logbook import DAY, NOON, SOMEBODY, events, look, signalled, somebody, told, visit

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    """A database of each test's own, on either engine."""
    with opened(config) as application:
        yield application


def test_a_deep_link_proves_the_steps_before_it_at_the_same_instant() -> None:
    look("room", duration_ms=40)

    assert told() == ["(search)", "(results)", "room"]
    assert {row.at for row in events()} == {NOON}
    assert [row.duration_ms for row in events()] == [None, None, 40]
    row = visit()
    assert (row.search_at, row.results_at, row.room_at, row.details_at) == (NOON, NOON, NOON, None)


def test_each_step_keeps_its_first_instant() -> None:
    for minute, step in enumerate(("search", "results", "room", "results", "details")):
        look(step, minute, page=minute)

    row = visit()
    assert [row.search_at, row.results_at, row.room_at, row.details_at] == [
        NOON + timedelta(minutes=minute) for minute in (0, 1, 2, 4)
    ]
    assert (row.first_at, row.last_at) == (NOON, NOON + timedelta(minutes=4))
    assert told() == ["search", "results", "room", "results", "back:room>results", "details"]
    assert row.events == 6


def test_a_page_that_is_loaded_again_is_no_step() -> None:
    for minute in range(3):
        look("results", minute, page=7)
    look("results", 3, page=8)

    assert told() == ["(search)", "results", "results"]
    assert visit().last_at == NOON + timedelta(minutes=3)


def test_a_page_costs_two_statements_that_write_and_one_commit() -> None:
    look("search")
    with counted() as sent:
        look("details", 1, signals=[Signal("field_error", "details.email.wrong")] * 3)
    assert (len(sent.reads), len(sent.writes), sent.commits) == (0, 2, 1), str(sent)


def test_a_step_back_is_told_with_where_from_and_where_to() -> None:
    for minute, step in enumerate(("results", "details", "search", "results", "details", "booked", "search")):
        look(step, minute, page=minute)
    assert [word for word in told() if word.startswith("back")] == ["back:details>search"], "a new start is no way back"


def test_a_page_aside_is_no_way_back() -> None:
    look("results")
    look("search", 1, aside=True)
    look("room", 2)
    look("search", 3)
    assert told() == ["(search)", "results", "search", "room", "search", "back:room>search"]


def test_the_fourth_refinement_without_a_room_is_one_too_many() -> None:
    for minute in range(4):
        look("results", minute, page=minute)
    assert "many_refinements" not in told(), "three refinements"
    look("results", 4, page=3)
    assert "many_refinements" not in told(), "the same again refines nothing"
    look("results", 5, page=4)
    look("results", 6, page=5)
    assert told().count("many_refinements") == 1


def test_a_room_that_is_opened_starts_the_refinements_over() -> None:
    for minute in range(3):
        look("results", minute, page=minute)
    look("room", 3)
    for minute in range(4, 7):
        look("results", minute, page=minute)
    assert "many_refinements" not in told()


def test_what_has_a_key_counts_once_a_visit() -> None:
    look("search")
    for minute in (1, 2):
        signalled(Signal("denied", "full", key="weekend"), Signal("field_error", "details.name.missing"), minute=minute)
    other = somebody(visit="b" * 32)
    signalled(Signal("denied", "full", key="weekend"), caller=other)

    assert told() == ["search", "denied:full", "field_error:details.name.missing", "field_error:details.name.missing"]
    assert told(other.visit) == ["denied:full"]
    assert visit().events == 4


def test_the_visit_knows_the_house_of_its_deepest_step_of_equals_the_latest() -> None:
    look("search", 0, location_id=1)
    look("room", 1, location_id=2)
    look("search", 2, location_id=3)
    assert visit().location_id == 2
    look("room", 3, page=1, location_id=4)
    assert visit().location_id == 4
    look("details", 4)
    assert visit().location_id == 4, "a page about no house in particular changes nothing"


def test_source_is_that_of_the_first_page_and_party_that_of_the_latest() -> None:
    look("search", 0, caller=somebody(source="mail"))
    look("results", 1, heads=2, nights=1, lead_days=9, caller=somebody(source="direct", returning=True))
    look("results", 2, page=1, heads=4, nights=2, lead_days=8, caller=somebody(source="search"))
    look("search", 3)

    row = visit()
    assert (row.source, row.returning, row.heads, row.nights, row.lead_days) == ("mail", True, 4, 2, 8)
    assert {row.source for row in events()} == {"mail"}


def test_a_visit_goes_on_across_midnight_while_it_was_seen_within_half_an_hour() -> None:
    look("search")
    later = somebody(visit="b" * 32, before=SOMEBODY.visit)
    look("results", 29, caller=later)
    look("room", 58, caller=later)
    assert told() == ["search", "results", "room"]
    look("room", 90, page=1, caller=later)
    assert told(later.visit) == ["(search)", "(results)", "room"]
    assert visit().last_at == NOON + timedelta(minutes=58)


def test_a_visit_lasts_one_day_at_most() -> None:
    later = somebody(visit="b" * 32, before=SOMEBODY.visit)
    look("search")
    for minute in range(29, 24 * 60 + 29, 29):
        look("search", minute, page=minute, caller=later)
    assert visit().last_at <= NOON + timedelta(days=1)
    assert visit(later.visit).first_at > NOON + timedelta(days=1)


def test_pages_written_in_the_wrong_order_agree_with_their_events() -> None:
    look("results", 5, page=1)
    look("search", 3)
    look("results", 4, page=1)
    look("room", 2)

    first = {}
    for row in events():
        first[row.name] = min(first.get(row.name, row.at), row.at)
    row = visit()
    for step in ("search", "results", "room"):
        assert getattr(row, f"{step}_at") in [event.at for event in events() if event.name == step]
    assert row.results_at == NOON + timedelta(minutes=4)


def test_a_program_that_asks_without_end_is_written_down_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "MOST_EVENTS", 20)
    statements.events_statement.cache_clear()
    for minute in range(40):
        look("results", minute, page=minute, signals=[Signal("field_error", "search.adults.wrong")])
    assert len(events()) < 30
    look("details", 50)
    assert visit().details_at is not None
    assert "details" in told(), "a step that is new is always written"
    statements.events_statement.cache_clear()


def test_what_a_browser_tells_belongs_to_its_visit() -> None:
    look("details")
    heard = Seen(NOON + timedelta(minutes=2), DAY, signals=[Signal("inp", "details", 180, key="k3x9-1")])
    for _ in range(2):
        record_heard(heard, somebody(source="direct"))

    assert told()[-2:] == ["details", "inp:details"]
    assert events()[-1].duration_ms == 180
    assert events()[-1].source == "mail"
    assert (visit().events, visit().last_at) == (5, NOON + timedelta(minutes=2))


def test_of_an_unknown_visit_nothing_is_heard(app: Flask) -> None:
    record_heard(Seen(NOON, DAY, signals=[Signal("lcp", "search", 900, key="k3x9-1")]), SOMEBODY)
    assert events() == []
    assert db.session.scalar(select(func.count()).select_from(Visit)) == 0
