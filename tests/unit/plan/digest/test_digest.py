"""The weekly digest: which week, what is in it, who gets it, and once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.experience.estimates import Change, share_change, wilson
from app.identity.staff.operations import close_staff
from app.outbox.models import Message
from app.plan.digest import Week, ask_for_digest, found_in, last_week, monday_seven, stop_digest
from app.plan.digest.changes import Finding, beyond_chance
from app.store import db
from app.worker.digests import send_digests
from tests import cast
from tests.staffing import hired
from tests.unit.insight.funnel.visits import many

pytestmark = pytest.mark.houses(2)
MONDAY = "2027-03-08T07:00+00:00"
WEEK = Week(date(2027, 3, 1))
LONDON = "Europe/London"


@pytest.fixture
def engine() -> str:
    return "sqlite"


def told() -> list[tuple[str, list[str]]]:
    rows = db.session.execute(select(Message.address, Message.facts).where(Message.kind == "digest"))
    return [(address, facts["found"]) for address, facts in rows]


def test_the_week_is_the_one_that_ended_on_sunday() -> None:
    assert last_week(date(2027, 3, 8)) == last_week(date(2027, 3, 14)) == WEEK
    assert (WEEK.last, WEEK.before.first, WEEK.name) == (date(2027, 3, 7), date(2027, 2, 22), "2027-W09")


def test_monday_at_seven_is_of_the_houses_clock() -> None:
    """On the Monday after the clocks went forward seven is six in the world's time."""
    assert monday_seven(datetime(2027, 3, 29, 6, tzinfo=UTC), LONDON) == datetime(2027, 3, 29, 6, tzinfo=UTC)
    assert monday_seven(datetime(2027, 3, 29, 5, 59, tzinfo=UTC), LONDON) == datetime(2027, 3, 22, 7, tzinfo=UTC)


def finding(p: float) -> Finding:
    return Finding(f"p {p}", better=True, change=Change(1.0, 1.0, p, 0.0, 2.0, "change"))


def test_what_chance_explains_is_left_out_although_it_passes_alone() -> None:
    asked = [finding(0.03), finding(0.04), *(finding(0.5) for _ in range(8))]
    assert beyond_chance(asked) == []
    assert beyond_chance([*asked, finding(0.0001)]) == [finding(0.0001)]


def test_a_figure_without_data_is_no_test() -> None:
    nothing = Finding("nothing", better=False, change=share_change(wilson(0, 0), wilson(0, 0)))
    assert beyond_chance([nothing, finding(0.01)]) == [finding(0.01)]


def test_a_fall_is_told_in_words(app: Flask) -> None:
    house = cast.found().id
    many(80, "booked", at=datetime(2027, 2, 24, 12, tzinfo=UTC), location_id=house)
    many(40, "booked", at=datetime(2027, 3, 3, 12, tzinfo=UTC), location_id=house)
    many(40, "room", at=datetime(2027, 3, 3, 12, tzinfo=UTC), location_id=house)
    found = found_in(WEEK, None)
    assert [one.words for one in found] == [
        "Room to details keeps 50.0% [39.3% to 60.7%, n 80] of visits, 100.0% before (p < .001)",
        "50.0% [39.3% to 60.7%, n 80] of visits booked, 100.0% before (p < .001)",
    ]
    assert not any(one.better for one in found)
    assert found_in(WEEK, (cast.found("withy-moor").id,)) == []


def test_it_goes_once_to_those_who_asked(app: Flask, set_clock: Callable[[str], None]) -> None:
    reader, other = hired("marketing"), hired("manager")
    ask_for_digest(reader)
    ask_for_digest(reader)
    ask_for_digest(other)
    stop_digest(other)
    set_clock("2027-03-08T06:59+00:00")
    assert send_digests() == 0
    set_clock(MONDAY)
    assert send_digests() == 1
    assert send_digests() == 0
    assert told() == [("marketing@combe-harrow.example", [])]


def test_a_worker_that_was_down_sends_it_for_two_days(app: Flask, set_clock: Callable[[str], None]) -> None:
    ask_for_digest(hired("marketing"))
    set_clock("2027-03-10T07:00+00:00")
    assert send_digests() == 0
    set_clock("2027-03-10T06:59+00:00")
    assert send_digests() == 1


def test_whoever_asks_on_monday_waits_a_week(app: Flask, set_clock: Callable[[str], None]) -> None:
    set_clock("2027-03-08T09:00+00:00")
    ask_for_digest(hired("marketing"))
    assert send_digests() == 0


def test_whoever_left_is_not_written_to(app: Flask, set_clock: Callable[[str], None]) -> None:
    hired("administrator")
    gone = hired("marketing")
    ask_for_digest(gone)
    close_staff(gone, by=gone)
    set_clock(MONDAY)
    assert send_digests() == 0


def test_a_manager_is_told_of_their_own_house(app: Flask, set_clock: Callable[[str], None]) -> None:
    before, now = datetime(2027, 2, 24, 12, tzinfo=UTC), datetime(2027, 3, 3, 12, tzinfo=UTC)
    many(80, "booked", at=before, location_id=cast.found("withy-moor").id)
    many(80, "room", at=now, location_id=cast.found("withy-moor").id)
    ask_for_digest(hired("manager"))
    ask_for_digest(hired("manager", "withy-moor"))
    set_clock(MONDAY)
    assert send_digests() == 2
    found = dict(told())
    assert found["manager@combe-harrow.example"] == []
    assert len(found["manager@withy-moor.example"]) == 2
