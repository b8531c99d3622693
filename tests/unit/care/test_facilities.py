"""How a facility is, said once at a time and never rewritten."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from app.care.facilities import (
    ImpossibleTime,
    StateChanged,
    UnknownFacility,
    report,
    reported_since,
    state_now,
)
from app.care.facilities.models import FacilityState
from app.catalogue.models import Facility
from app.journal.models import Entry
from app.kernel import clock
from app.store import db, transaction, write
from app.store.version import stored_versions
from tests import cast
from tests.builders import add

pytestmark = pytest.mark.houses(2)


@pytest.fixture
def pool(app: object) -> Facility:
    row = Facility(location_id=cast.found().id, key="pool", name="The pool", kind="pool")
    add(row)
    return row


def test_what_nobody_reported_is_fine_and_not_listed(pool: Facility) -> None:
    assert state_now([pool.location_id]) == {}


def test_a_report_is_how_it_is_now(pool: Facility) -> None:
    before = stored_versions().get("status", 0)
    report(pool.id, "closed", "The pump has gone.", "A new one comes on Friday.", location_id=pool.location_id, by=7)
    now = state_now([pool.location_id])[pool.id]
    assert (now.state, now.words, now.what_we_do, now.since_at, now.by) == (
        "closed", "The pump has gone.", "A new one comes on Friday.", clock.now(), 7,
    )  # fmt: skip
    assert stored_versions()["status"] == before + 1
    entry = db.session.execute(select(Entry).where(Entry.action == "facility_reported")).scalar_one()
    assert (entry.subject_id, entry.facts["before"], entry.facts["after"]) == (pool.id, "fine", "closed")


def test_other_words_for_the_same_state_leave_since_when(pool: Facility, set_clock: Callable[[str], None]) -> None:
    report(pool.id, "closed", "The pump.", location_id=pool.location_id)
    began = clock.now()
    set_clock("2027-03-01T12:00+00:00")
    report(pool.id, "closed", "The pump is here.", location_id=pool.location_id)
    assert state_now([pool.location_id])[pool.id].since_at == began


def test_ending_twice_is_ending_once(pool: Facility) -> None:
    report(pool.id, "closed", location_id=pool.location_id)
    assert report(pool.id, "fine", "Warm again.", location_id=pool.location_id, seen=1) == 2
    assert report(pool.id, "fine", "Me too.", location_id=pool.location_id, seen=1) == 2
    now = state_now([pool.location_id])[pool.id]
    assert (now.state, now.words, now.what_we_do) == ("fine", "Warm again.", "")


def test_who_looked_before_another_reported_is_told(pool: Facility) -> None:
    report(pool.id, "limited", location_id=pool.location_id, seen=0)
    with pytest.raises(StateChanged):
        report(pool.id, "closed", location_id=pool.location_id, seen=0)
    assert state_now([pool.location_id])[pool.id].state == "limited"


def test_another_houses_facility_is_unknown(pool: Facility) -> None:
    with pytest.raises(UnknownFacility):
        report(pool.id, "closed", location_id=cast.found("withy-moor").id)
    assert db.session.scalar(select(func.count()).select_from(FacilityState)) == 0


def test_a_line_about_the_house_has_no_state(app: object) -> None:
    house = cast.found().id
    line = add(Facility(location_id=house, key="cots", name="Two cots"))
    with pytest.raises(UnknownFacility):
        report(line, "closed", location_id=house)


@pytest.mark.parametrize(
    ("begins", "ends"),
    [("2027-03-01T09:01+00:00", None), (None, "2027-03-01T08:59+00:00"), (None, "2027-03-01T09:00+00:00")],
)
def test_times_that_cannot_be(pool: Facility, begins: str | None, ends: str | None) -> None:
    since, until = (datetime.fromisoformat(text) if text else None for text in (begins, ends))
    with pytest.raises(ImpossibleTime):
        report(pool.id, "closed", location_id=pool.location_id, since_at=since, until_at=until)


def test_it_cannot_begin_before_what_was_said_to_follow(pool: Facility, set_clock: Callable[[str], None]) -> None:
    report(pool.id, "closed", location_id=pool.location_id)
    set_clock("2027-03-01T12:00+00:00")
    report(pool.id, "fine", location_id=pool.location_id)
    with pytest.raises(ImpossibleTime):
        report(pool.id, "closed", location_id=pool.location_id, since_at=clock.now() - timedelta(hours=1))


def test_what_stood_as_the_history_begins_is_in_it(pool: Facility, set_clock: Callable[[str], None]) -> None:
    report(pool.id, "limited", location_id=pool.location_id)
    set_clock("2027-03-02T09:00+00:00")
    report(pool.id, "closed", location_id=pool.location_id)
    set_clock("2027-03-20T09:00+00:00")
    report(pool.id, "fine", location_id=pool.location_id)
    since = datetime.fromisoformat("2027-03-10T09:00+00:00")
    assert [row.state for row in reported_since([pool.location_id], since)] == ["closed", "fine"]
    assert reported_since([cast.found("withy-moor").id], since) == []


def test_what_was_said_is_never_rewritten(pool: Facility) -> None:
    report(pool.id, "closed", location_id=pool.location_id)
    with pytest.raises(DBAPIError, match="append-only"):
        transaction(lambda: write(update(FacilityState).values(state="fine")))
