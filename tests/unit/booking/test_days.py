"""Who comes, stays, leaves and eats on a day, on both engines."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.booking import operations as booking
from app.booking.days.stays import stays_on
from app.booking.days.tables import tables_on
from app.booking.models import Booking
from app.booking.people.operations import keep_people
from app.booking.people.rules import CannotEat
from app.store import db, transaction, write
from tests.builders import FRIDAY
from tests.cast import found
from tests.statements import counted
from tests.web.staff.houses import AT_TWO, SUNDAY, room, stayed

pytestmark = pytest.mark.houses(2)
SetClock = Callable[[str], None]
THURSDAY, SATURDAY = FRIDAY.replace(day=4), FRIDAY.replace(day=6)


def test_everybody_of_the_day_and_nobody_else(app: Flask, set_clock: SetClock) -> None:
    leaving = stayed("Bea Delaney", "snug 1", THURSDAY, FRIDAY)
    staying = stayed("Tom Webb", "snug 2", THURSDAY, SUNDAY)
    late = stayed("Ida Lund", "snug 1", arrival_time="19:00")
    early = stayed("Una Tate", None, arrival_time="15:15")
    stayed("Ray Cole", None, SATURDAY, SUNDAY, room_type="garden")
    stayed("Eve Rao", None, THURSDAY.replace(day=3), THURSDAY)
    gone = stayed("Max Ivey", None, room_type="garden")
    booking.cancel_booking(gone)
    elsewhere = stayed("Lea Quill", "snug 1", house=found("withy-moor"))
    set_clock(AT_TWO)
    booking.check_in(staying)
    both = [found().id, found("withy-moor").id]
    with counted() as statements:
        day = stays_on(both, FRIDAY)
    assert len(statements.reads) == 1
    assert [one.booking_id for one in day if one.to_come][:2] == [early, late]
    assert {one.booking_id for one in day} == {leaving, staying, late, early, elsewhere}
    by_id = {one.booking_id: one for one in day}
    assert by_id[leaving].leaving
    assert by_id[leaving].room_id == room().room_id
    assert by_id[leaving].room_tonight is None
    assert (by_id[staying].staying_on, by_id[staying].here) == (True, True)
    assert by_id[late].room_id == room().room_id
    assert by_id[early].room_id is None
    assert by_id[late].due_minor == 2 * 15000
    assert [one.booking_id for one in stays_on([found().id], FRIDAY)].count(elsewhere) == 0


def test_how_often_a_guest_was_here_before(app: Flask, set_clock: SetClock) -> None:
    first = stayed("Tom Webb", None, FRIDAY.replace(day=2), THURSDAY)
    again = stayed("Tom Webb", None)
    table = Booking.__table__
    guest = db.session.execute(select(table.c.guest_id).where(table.c.id == first)).scalar_one()
    transaction(lambda: write(update(table).where(table.c.id == again).values(guest_id=guest)))
    assert [one.stays_before for one in stays_on([found().id], FRIDAY)] == [0]
    booking.check_in(first)
    booking.check_out(first)
    assert [one.stays_before for one in stays_on([found().id], FRIDAY)] == [1]


def test_tables_of_a_night_with_who_cannot_eat_what(app: Flask) -> None:
    at_seven = found().sittings["18:30"]
    eats = stayed("Tom Webb", "snug 2", suppers=((FRIDAY, "18:30"),))
    none = stayed("Ida Lund", "snug 1")
    nuts = CannotEat("Tom", ("nuts",), "anaphylaxis", "Carries a pen")
    keep_people(eats, {}, {(0, 2): nuts, (0, 1): CannotEat()})
    house_id = found().id
    with counted() as statements:
        tables = tables_on([house_id], FRIDAY)
    assert len(statements.reads) == 2
    assert [(one.booking_id, one.sitting_id, one.covers) for one in tables] == [(none, None, 0), (eats, at_seven, 2)]
    assert [diner.cannot_eat for diner in tables[1].diners] == [nuts]
    assert (tables[1].unread, tables[0].unread) == (True, False)
    assert tables[1].room_id == room("snug 2").room_id
    assert tables_on([found().id], SUNDAY) == []
