"""An outage is one thing with two faces, and whoever asked to hear of a house hears of it once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app.care.facilities import report, state_now
from app.care.notices.operations import (
    begin_outages,
    end_notice,
    outage_of,
    say_how_it_is,
    update_notice,
    withdraw_notice,
)
from app.care.notices.operations.stepping import News
from app.care.notices.rules import OUTAGE
from app.care.status import board, house_now
from app.care.status.operations import ask_to_hear, confirm_hearing, tell_of_changes
from app.care.status.plans import tell_of_plans
from app.catalogue.queries import catalogue
from app.kernel import clock
from app.store import db
from app.worker.notices import look_after_notices
from tests import cast, touched
from tests.facilities import facility

pytestmark = pytest.mark.houses(1)


@pytest.fixture
def pool(app: Flask) -> int:
    return facility()


def outage(pool: int, **more: object) -> int:
    """One of the pool that began an hour ago, announced."""
    now = clock.now()
    times = {"begins_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=5)}
    return touched.announced(
        touched.wish(cast.found(), kind=OUTAGE, facility_id=pool, title="The pool is shut", **times | more)
    )


def stands(pool: int) -> tuple[str, str, int | None]:
    db.session.rollback()
    said = state_now([cast.found().id])[pool]
    return said.state, said.words, said.notice_id


def history() -> tuple[int, int]:
    """How many times in which something was amiss, and how many notices, the last ninety days of the house list."""
    db.session.rollback()
    now = house_now(catalogue().by_id[cast.found().id], board(), clock.now())
    return len(now.past), len(now.told)


def well(pool: int, words: str = "") -> None:
    seen = state_now([cast.found().id])[pool].revision
    say_how_it_is(pool, "fine", words, location_id=cast.found().id, seen=seen, by=None)


def test_an_announced_outage_closes_its_facility_and_its_end_opens_it(pool: int) -> None:
    notice_id = outage(pool, weight="heavy")
    assert stands(pool) == ("closed", "The pool is shut", notice_id)
    said = state_now([cast.found().id])[pool]
    assert (said.since_at, said.until_at) == (clock.now() - timedelta(hours=1), clock.now() + timedelta(hours=5))
    row = touched.notice_row(notice_id)
    later = News(row.begins_at, row.ends_at + timedelta(hours=2), "felt", "The pump comes at six.")
    update_notice(notice_id, later, seen_revision=2, by=None)
    said = state_now([cast.found().id])[pool]
    assert (said.state, said.what_we_do, said.until_at) == ("limited", "The pump comes at six.", later.ends_at)
    end_notice(notice_id, "Come and swim.", seen_revision=3, by=None)
    assert stands(pool) == ("fine", "Come and swim.", notice_id)


def test_what_somebody_reported_stands_until_the_outage_ends(pool: int) -> None:
    report(pool, "closed", "A crack", location_id=cast.found().id)
    first, second = outage(pool), outage(pool)
    assert stands(pool) == ("closed", "A crack", None)
    withdraw_notice(first, "", seen_revision=2, by=None)
    assert stands(pool)[0] == "closed", "the other one runs"
    end_notice(second, "", seen_revision=2, by=None)
    assert stands(pool)[0] == "fine"


def test_saying_that_it_works_ends_the_outage_for_those_who_were_told(pool: int) -> None:
    house, today = cast.found(), clock.today("Europe/London")
    touched.booked(house, 1, [{"arrival_on": today - timedelta(days=1), "departure_on": today + timedelta(days=1)}])
    notice_id = outage(pool)
    planned = touched.announced(
        touched.wish(house, facility_id=pool, begins_at=clock.now(), ends_at=clock.now() + timedelta(hours=1))
    )
    look_after_notices()
    assert outage_of(pool) == notice_id
    well(pool, "It works.")
    assert (touched.notice_row(notice_id).state, touched.notice_row(notice_id).said) == ("over", "It works.")
    assert touched.notice_row(planned).state == "announced", "planned work is not an outage"
    assert outage_of(pool) is None
    with pytest.raises(Exception, match="Somebody has reported"):
        say_how_it_is(pool, "closed", location_id=house.id, seen=99, by=None)


def test_subscribers_hear_of_an_outage_as_a_state_and_of_nothing_twice(pool: int) -> None:
    confirm_hearing(ask_to_hear("anna@example.com", cast.found().id, []))
    outage(pool)
    assert (tell_of_changes(), tell_of_plans()) == (1, 0)
    well(pool)
    assert (tell_of_changes(), tell_of_plans()) == (1, 0)
    touched.announced(touched.wish(cast.found(), facility_id=pool))
    assert (tell_of_changes(), tell_of_plans()) == (0, 1)


def test_one_announced_ahead_is_a_plan_until_it_begins_and_then_a_state(
    pool: int, set_clock: Callable[[str], None]
) -> None:
    confirm_hearing(ask_to_hear("anna@example.com", cast.found().id, []))
    begins = clock.now() + timedelta(hours=3)
    notice_id = outage(pool, begins_at=begins, ends_at=begins + timedelta(hours=4), weight="heavy")
    assert (begin_outages(), tell_of_changes(), tell_of_plans()) == (0, 0, 1)
    assert history() == (0, 1)
    set_clock((begins + timedelta(seconds=20)).isoformat())
    assert (begin_outages(), begin_outages()) == (1, 0)
    assert stands(pool) == ("closed", "The pool is shut", notice_id)
    assert (tell_of_changes(), tell_of_changes(), tell_of_plans()) == (1, 0, 0), "its beginning is told once"
    assert history() == (1, 0), "and stands once in the last ninety days"
    later = News(begins + timedelta(hours=1), begins + timedelta(hours=5), "heavy", "The fitter is late.")
    update_notice(notice_id, later, seen_revision=2, by=None)
    assert (stands(pool)[0], begin_outages()) == ("fine", 0), "it is put off"
    assert (tell_of_changes(), tell_of_plans()) == (1, 1)
    set_clock((later.begins_at + timedelta(hours=2)).isoformat())
    assert (begin_outages(), tell_of_changes()) == (1, 1)
    end_notice(notice_id, "Come and swim.", seen_revision=3, by=None)
    assert (begin_outages(), tell_of_changes(), tell_of_plans()) == (0, 1, 0), "and so is its end"


def test_one_that_never_began_changes_nothing_that_somebody_reported(pool: int) -> None:
    confirm_hearing(ask_to_hear("anna@example.com", cast.found().id, []))
    begins = clock.now() + timedelta(hours=3)
    notice_id = outage(pool, begins_at=begins, ends_at=begins + timedelta(hours=4))
    report(pool, "limited", "A cold corner", location_id=cast.found().id)
    withdraw_notice(notice_id, "", seen_revision=2, by=None)
    assert stands(pool) == ("limited", "A cold corner", None)
    assert (tell_of_changes(), tell_of_plans()) == (1, 1), "the corner, and that it does not take place"
