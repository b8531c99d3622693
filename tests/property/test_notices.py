"""Whom a notice touches, against a count by the quarter of an hour, on random bookings that change afterwards."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update

from app.booking.models import BookedStay, BookedSupper, Booking
from app.booking.waitlist.models import WaitlistEntry
from app.care.notices.matching import matching
from app.care.notices.operations import follow_journal, write_touches
from app.care.notices.rules import Wish
from app.catalogue.models import Room
from app.inventory.models import MovedNight, RoomNight, RoomPromise
from app.journal import record
from app.kernel import clock
from app.kernel.stay import Stay
from app.kernel.wall import wall_instant
from app.store import db, insert_or_ignore, transaction, write
from tests import cast, touched
from tests.builders import TODAY, House
from tests.property.noticing import QUARTER, counted_out

pytestmark = pytest.mark.houses(2)

KEYS = ("here", "supper", "step_free", "dogs", "children", "travel")
_booking, _stay, _entry = Booking.__table__, BookedStay.__table__, WaitlistEntry.__table__
_given, _moved, _promise = RoomNight.__table__, MovedNight.__table__, RoomPromise.__table__


def a_day(chance: random.Random) -> date:
    return TODAY + timedelta(days=chance.randint(3, 14))


def some_stay(chance: random.Random, house: House) -> dict[str, Any]:
    arrival = a_day(chance)
    nights = chance.randint(1, 4)
    sittings = list(house.sittings.values())
    eaten = [arrival + timedelta(days=day) for day in range(nights) if chance.random() < 0.4]
    return {
        "arrival_on": arrival, "departure_on": arrival + timedelta(days=nights), "adults": chance.randint(1, 2),
        "room_type_id": chance.choice(list(house.room_types.values())), "children": chance.choice(["", "", "4,7"]),
        "cots": chance.choice([0, 0, 1]), "dogs": chance.choice([0, 0, 2]), "assistance_dogs": chance.choice([0, 0, 1]),
        "needs": chance.choice(["", "bath", "bath,step-free"]), "leaves_by": chance.choice([None, None, time(14)]),
        "suppers": [(night, chance.choice(sittings), 2) for night in eaten],
    }  # fmt: skip


def sleeps_elsewhere(chance: random.Random, house: House, stay_id: int) -> None:
    """By chance a stay has doors, other ones on other nights, was moved to another room type, or promised a door."""
    row = db.session.execute(select(_stay).where(_stay.c.id == stay_id)).one()
    doors = db.session.execute(
        select(Room.id, Room.room_type_id).where(Room.room_type_id.in_(house.room_types.values()))
    )
    known = doors.all()
    for table in (_given, _moved, _promise):
        write(delete(table).where(table.c.stay_id == stay_id))
    for night in Stay(row.arrival_on, row.departure_on):
        if chance.random() < 0.6:
            door = {"room_id": chance.choice(known).id, "night": night, "stay_id": stay_id}
            write(insert_or_ignore(RoomNight, door))
        if chance.random() < 0.3:
            kind = chance.choice(known).room_type_id
            write(insert(_moved), {"stay_id": stay_id, "night": night, "room_type_id": kind})
    if chance.random() < 0.4:
        promised = {"stay_id": stay_id, "room_id": chance.choice(known).id, "step_free": False}
        write(insert(_promise), promised | {"promised_at": clock.now()})


def some_wish(chance: random.Random, house: House) -> Wish:
    begins = wall_instant(a_day(chance), chance.randint(0, 23), chance.choice([0, 15, 30]), "Europe/London")
    whom = tuple(chance.sample(KEYS, chance.randint(1, 3)))
    types = tuple(chance.sample(sorted(house.room_types.values()), chance.choice([0, 0, 1])))
    every = db.session.scalars(select(Room.id).where(Room.room_type_id.in_(house.room_types.values()))).all()
    doors = tuple(chance.sample(sorted(every), chance.choice([0, 0, 2])))
    length = QUARTER * chance.choice([1, 4, 30, 96, 250])
    return touched.wish(house, begins_at=begins, ends_at=begins + length, whom=whom, room_types=types, rooms=doors)


def found_now(wish: Wish) -> dict[tuple[str, int], tuple[dict[str, set[date]], int]]:
    return {one.key: ({r.key: set(r.nights) for r in one.why}, one.value_minor) for one in matching(wish)}


def written_down(notice_id: int) -> dict[tuple[str, int], tuple[dict[str, set[date]], int]]:
    return {
        key: ({r["key"]: {date.fromisoformat(n) for n in r["nights"]} for r in row.why}, row.value_minor)
        for key, row in touched.touches(notice_id).items()
        if row.gone_at is None
    }


@pytest.fixture
def peopled(app: Flask, count: Callable[[int, int], int]) -> random.Random:
    """Bookings of one and two stays in two houses, and people who wait."""
    chance = random.Random(31)
    houses = [cast.found(slug) for slug in ("combe-harrow", "withy-moor")]
    for number in range(count(40, 150)):
        house = chance.choice(houses)
        state = chance.choice(["confirmed", "confirmed", "in_house", "departed", "cancelled", "no_show"])
        touched.booked(house, number, [some_stay(chance, house) for _ in range(chance.choice([1, 1, 2]))], state=state)
    for stay_id in db.session.scalars(select(_stay.c.id)).all():
        if chance.random() < 0.5:
            transaction(lambda stay_id=stay_id: sleeps_elsewhere(chance, houses[0], stay_id))  # type: ignore[misc]
    for number in range(count(10, 40)):
        first = a_day(chance)
        party = {
            "dogs": chance.choice([0, 1]),
            "needs": chance.choice(["", "step-free"]),
            "cots": chance.choice([0, 1]),
        }
        state = chance.choice(["waiting", "waiting", "left"])
        touched.waits(houses[0], number, first, first + timedelta(days=chance.randint(1, 5)), state=state, **party)
    return chance


def test_a_notice_touches_whom_a_count_by_hand_finds(peopled: random.Random, count: Callable[[int, int], int]) -> None:
    house = cast.found()
    sizes = set()
    for _ in range(count(12, 60)):
        wish = some_wish(peopled, house)
        expected = counted_out(wish)
        assert found_now(wish) == expected, wish
        sizes.add(len(expected))
    assert len(sizes) > 5, "some touch many, some few"


def test_touches_follow_bookings_that_change(peopled: random.Random, count: Callable[[int, int], int]) -> None:
    house = cast.found()
    wishes = [some_wish(peopled, house) for _ in range(count(3, 10))]
    doors = sorted(db.session.scalars(select(Room.id).where(Room.room_type_id.in_(house.room_types.values()))).all())
    wishes += [replace(some_wish(peopled, house), whom=("here",), room_types=(), rooms=tuple(doors[:4]))]
    notices = {touched.announced(wish): wish for wish in wishes}
    follow_journal()
    for notice_id in notices:
        write_touches(notice_id)
    for _ in range(count(4, 12)):
        for _ in range(8):
            transaction(lambda: change_something(peopled, house))
        follow_journal()
        for notice_id, wish in notices.items():
            assert written_down(notice_id) == counted_out(wish)
            assert write_touches(notice_id) == 0


def change_something(chance: random.Random, house: House) -> None:
    """One booking or entry is another, and the journal says so."""
    if chance.random() < 0.2:
        entries = db.session.scalars(select(_entry.c.id)).all()
        entry_id = chance.choice(entries)
        write(update(_entry).where(_entry.c.id == entry_id).values(state=chance.choice(["left", "waiting"])))
        record("left", "waitlist", entry_id)
        return
    if chance.random() < 0.2:
        number = 1000 + int(
            db.session.execute(select(_booking.c.id).order_by(_booking.c.id.desc()).limit(1)).scalar_one()
        )
        booking_id = touched.booked(house, number, [some_stay(chance, house)])
        record("booked", "booking", booking_id, location_id=house.id)
        return
    row = db.session.execute(
        select(_stay).where(_stay.c.id == chance.choice(db.session.scalars(select(_stay.c.id)).all()))
    ).one()
    if chance.random() < 0.3:
        sleeps_elsewhere(chance, house, row.id)
        record("room_given", "stay", row.id, location_id=house.id)
        return
    mine = update(_booking).where(_booking.c.id == row.booking_id)
    if chance.random() < 0.3:
        write(mine.values(state=chance.choice(["cancelled", "confirmed"])))
    else:
        by = timedelta(days=chance.choice([-2, -1, 1, 2]))
        moved = {"arrival_on": row.arrival_on + by, "departure_on": row.departure_on + by}
        write(update(_stay).where(_stay.c.id == row.id).values(**moved))
        write(delete(BookedSupper.__table__).where(BookedSupper.stay_id == row.id))
        all_of_it = select(_stay).where(_stay.c.booking_id == row.booking_id).order_by(_stay.c.part)
        rows = [dict(one) for one in db.session.execute(all_of_it).mappings()]
        span = {"arrival_on": min(one["arrival_on"] for one in rows)}
        span |= {"departure_on": max(one["departure_on"] for one in rows)}
        write(mine.values(**span, quote_id=touched.quoted(house, rows)))
    record("amended", "booking", row.booking_id, location_id=house.id)
