"""How rooms stand with housekeeping, on both engines."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from app.inventory.errors import RoomChanged, UnknownRoom
from app.inventory.operations import set_room_state
from app.inventory.room_states import CLEAN, DIRTY, INSPECTED, OUT_OF_ORDER, Standing, room_states
from app.journal.models import Entry
from app.store import db
from tests.cast import found

pytestmark = pytest.mark.houses(2)
SAM, BEA = 7, 8


@pytest.fixture
def room(app: Flask) -> int:
    return next(iter(room_states(found().id)))


def standing(room_id: int) -> Standing:
    db.session.rollback()
    return room_states(None)[room_id]


def test_a_room_of_which_nothing_was_said_is_inspected(app: Flask) -> None:
    here, everywhere = room_states(found().id), room_states(None)
    assert len(here) == 7
    assert {one.state for one in everywhere.values()} == {INSPECTED}
    assert set(here) < set(everywhere)
    assert len(everywhere) == 14


def test_a_state_is_set_once_with_a_name_and_what_was_before(room: int) -> None:
    assert set_room_state(room, DIRTY, BEA, seen=INSPECTED)
    assert not set_room_state(room, DIRTY, BEA, seen=INSPECTED)
    now = standing(room)
    assert (now.state, now.changed_by, now.ready) == (DIRTY, BEA, False)
    entries = db.session.scalars(select(Entry).where(Entry.action == "room_state_set")).all()
    assert [(one.subject_id, one.actor, one.actor_id, one.location_id) for one in entries] == [
        (room, "staff", BEA, found().id)
    ]
    assert (entries[0].facts["before"], entries[0].facts["after"]) == (INSPECTED, DIRTY)


def test_whoever_looked_at_something_older_is_told(room: int) -> None:
    set_room_state(room, DIRTY, None)
    set_room_state(room, CLEAN, BEA, seen=DIRTY)
    with pytest.raises(RoomChanged) as told:
        set_room_state(room, OUT_OF_ORDER, SAM, seen=DIRTY)
    assert (told.value.state, told.value.changed_by) == (CLEAN, BEA)
    assert standing(room).state == CLEAN


def test_a_room_that_is_out_comes_back_only_by_somebody_who_saw_that(room: int) -> None:
    set_room_state(room, OUT_OF_ORDER, SAM, seen=INSPECTED, reason="Bath resealed")
    assert not set_room_state(room, DIRTY, None)
    assert (standing(room).state, standing(room).reason) == (OUT_OF_ORDER, "Bath resealed")
    assert set_room_state(room, DIRTY, SAM, seen=OUT_OF_ORDER)
    assert (standing(room).state, standing(room).reason) == (DIRTY, "")


def test_there_is_no_such_room(app: Flask) -> None:
    with pytest.raises(UnknownRoom):
        set_room_state(10**9, DIRTY, None)


def test_of_two_at_once_one_is_told(app: Flask, room: int) -> None:
    together = Barrier(2)
    set_room_state(room, DIRTY, None)

    def tap(state: str) -> str:
        with app.app_context():
            together.wait(30)
            try:
                set_room_state(room, state, BEA, seen=DIRTY)
            except RoomChanged as told:
                return told.state
            return "done"

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(tap, (CLEAN, INSPECTED)))
    assert sorted(answers) == sorted(["done", standing(room).state])
