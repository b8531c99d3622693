"""A notice about certain doors: found by where guests sleep, and following them there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.booking.models import BookedStay
from app.booking.rooms.operations.packing import give_room
from app.catalogue.models import Room
from app.store import db
from tests import cast, touched
from tests.staffing import desk
from tests.web.guest.desk import fresh
from tests.web.staff.test_notices import FRIDAY, SUNDAY, only_id, press, sent, written

pytestmark = pytest.mark.houses(2)


def test_one_behind_a_door_reaches_whoever_sleeps_there_by_then(app: Flask) -> None:
    """Doors are given, and changed by the desk, after the notice was written."""
    house = cast.found()
    for number in (1, 2):
        touched.booked(house, number, [{"arrival_on": FRIDAY, "departure_on": SUNDAY}])
    manager = desk(app, "manager")
    first, other = db.session.scalars(select(Room.id).order_by(Room.id)).all()[:2]
    one, two = db.session.scalars(select(BookedStay.id).order_by(BookedStay.id)).all()[:2]
    nights = [FRIDAY, FRIDAY + timedelta(days=1)]
    page = written(manager, rooms=[str(first)])
    assert "snug 1" in page.words("section", **{"aria-labelledby": "says-title"})
    assert "no bookings" in page.words("section", **{"aria-labelledby": "touched-title"})
    press(manager, "announcement")
    assert sent() == []
    give_room(one, first, nights)
    assert sent() == [("notice", "guest1@example.org")]
    give_room(one, other, nights[1:])
    give_room(two, first, nights[1:])
    assert len(sent()) == 1, "at noon the work is done, and the room is theirs from three"
    give_room(one, other, nights)
    give_room(two, first, nights)
    assert sent() == [("notice", "guest1@example.org"), ("notice", "guest2@example.org")]
    gone = touched.touches(only_id())["booking", 1]
    assert (gone.gone_at is not None, gone.told_revision) == (True, 2)
    elsewhere = cast.found("withy-moor").room_types["snug"]
    theirs = fresh().query(Room.id).filter(Room.room_type_id == elsewhere).first()[0]
    assert "Choose one from the list" in written(manager, 422, rooms=[str(theirs)]).text
