"""In the morning the rooms that were slept in are dirty, once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.booking import operations as booking
from app.booking.housekeeping import take_out_of_order
from app.inventory.operations import set_room_state
from app.inventory.room_states import CLEAN, DIRTY, INSPECTED, OUT_OF_ORDER
from app.worker.rooms import soil_rooms
from tests.builders import FRIDAY
from tests.web.staff.houses import SUNDAY, room, stayed

pytestmark = pytest.mark.houses(1)
SetClock = Callable[[str], None]


def test_rooms_that_were_slept_in_are_dirty_from_six_and_only_once(app: Flask, set_clock: SetClock) -> None:
    set_clock("2027-03-05T15:00+00:00")
    booking.check_in(stayed("Tom Webb", "snug 1", FRIDAY, SUNDAY))
    booking.check_in(stayed("Ida Lund", "snug 2", FRIDAY, FRIDAY.replace(day=6)))
    stayed("Una Tate", "snug 3", FRIDAY, SUNDAY)
    set_clock("2027-03-06T05:59+00:00")
    assert soil_rooms() == 0
    set_clock("2027-03-06T06:00+00:00")
    assert soil_rooms() == 1
    assert [room(name).state for name in ("snug 1", "snug 2", "snug 3")] == [DIRTY, INSPECTED, INSPECTED]
    set_clock("2027-03-06T10:00+00:00")
    set_room_state(room().room_id, CLEAN, 7, seen=DIRTY)
    assert soil_rooms() == 0
    assert room().state == CLEAN


def test_a_room_whose_closure_has_ended_is_dirty(app: Flask, set_clock: SetClock) -> None:
    take_out_of_order(room().room_id, FRIDAY, SUNDAY, "Bath", 7, seen=INSPECTED)
    set_clock("2027-03-06T08:00+00:00")
    assert soil_rooms() == 0
    assert room().state == OUT_OF_ORDER
    set_clock("2027-03-07T08:00+00:00")
    assert soil_rooms() == 1
    assert room().state == DIRTY
