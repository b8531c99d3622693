"""The demo's houses always have something amiss, never for ever, and never over what somebody else has said."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.care.facilities import report, state_now
from app.care.facilities.models import FacilityState
from app.catalogue.facilities import FACILITY_KINDS, read_place
from app.catalogue.queries import catalogue
from app.demo.group import the_group
from app.demo.houses import write_group
from app.demo.troubles import LONG, SHORTER, troubles, write_troubles
from app.store import db, transaction

DAY = date(2027, 3, 1)


def test_the_plans_of_the_demo_can_be_drawn_and_name_each_kind_once() -> None:
    for house in the_group().houses:
        kinds = [place["kind"] for place in house.plain["places"]]
        assert len(set(kinds)) == len(kinds)
        assert set(kinds) <= FACILITY_KINDS.keys()
        assert all(read_place(place["plan"]) for place in house.plain["places"])
    held = {(house.slug, place["kind"]) for house in the_group().houses for place in house.plain["places"]}
    assert all((one.house, one.kind) in held for one in (*LONG, *SHORTER))


@pytest.mark.parametrize("days", range(0, 60, 7))
def test_two_things_are_amiss_at_any_midnight(days: int) -> None:
    midnight = datetime(2027, 3, 1, tzinfo=UTC) + timedelta(days=days)
    running = [one for one, begins, ends in troubles(midnight.date(), midnight.date()) if begins <= midnight < ends]
    assert len(running) >= 2


@pytest.fixture
def group(app: Flask) -> list[int]:
    transaction(lambda: write_group(the_group()))
    return [house.id for house in catalogue().houses]


def test_each_trouble_is_said_once_however_often_one_comes_by(group: list[int]) -> None:
    until = datetime(2027, 3, 1, tzinfo=UTC)
    assert transaction(lambda: write_troubles(None, until)) > 50
    assert transaction(lambda: write_troubles(None, until)) == 0
    amiss = [one for one in state_now(group).values() if one.state != "fine"]
    assert 2 <= len(amiss) <= 3
    later = until + timedelta(days=3)
    transaction(lambda: write_troubles(until, later))
    assert len([one for one in state_now(group).values() if one.state != "fine"]) <= 3
    assert max(db.session.scalars(select(FacilityState.reported_at))) <= later


def test_what_somebody_said_stands(group: list[int]) -> None:
    until = datetime(2027, 3, 1, tzinfo=UTC)
    transaction(lambda: write_troubles(None, until))
    own = next(one for one in state_now(group).values() if one.state != "fine")
    report(own.facility_id, "fine", "Mended by hand", location_id=own.location_id)
    transaction(lambda: write_troubles(until, until + timedelta(days=9)))
    said = db.session.scalars(select(FacilityState.words).where(FacilityState.facility_id == own.facility_id))
    assert "Mended by hand" in list(said)
