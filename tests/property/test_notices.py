"""Whom a notice touches, against a count by the quarter of an hour, on random bookings that change afterwards."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from app.booking.models import BookedStay, BookedSupper, Booking
from app.booking.waitlist.models import WaitlistEntry
from app.care.notices.matching import matching
from app.care.notices.operations import follow_journal, write_touches
from app.care.notices.rules import Wish
from app.catalogue.models import Sitting
from app.journal import record
from app.kernel.wall import wall_instant
from app.pricing.models import QuoteLine
from app.store import db, transaction, write
from tests import cast, touched
from tests.builders import TODAY, House

pytestmark = pytest.mark.houses(2)

KEYS = ("here", "supper", "step_free", "dogs", "children", "travel")
QUARTER = timedelta(minutes=15)
READY, LEAVE = time(15), time(11)
"""The hours of the cast's houses."""

_booking, _stay, _entry = Booking.__table__, BookedStay.__table__, WaitlistEntry.__table__


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


def some_wish(chance: random.Random, house: House) -> Wish:
    begins = wall_instant(a_day(chance), chance.randint(0, 23), chance.choice([0, 15, 30]), "Europe/London")
    whom = tuple(chance.sample(KEYS, chance.randint(1, 3)))
    types = tuple(chance.sample(sorted(house.room_types.values()), chance.choice([0, 0, 1])))
    length = QUARTER * chance.choice([1, 4, 30, 96, 250])
    return touched.wish(house, begins_at=begins, ends_at=begins + length, whom=whom, room_types=types)


def quarters(wish: Wish) -> Iterator[datetime]:
    """Every quarter of an hour of a notice on the house's clock, which is that of UTC in early March."""
    at = wish.begins_at.replace(tzinfo=None)
    while at < wish.ends_at.replace(tzinfo=None):
        yield at
        at += QUARTER


def counted_out(wish: Wish) -> dict[tuple[str, int], tuple[dict[str, set[date]], int]]:
    """By subject: the nights that are touched by key, and their value; one row and one quarter of an hour at a time."""
    found: dict[tuple[str, int], dict[str, set[date]]] = {}
    rows = db.session.execute(select(_stay, _booking.c.state, _booking.c.quote_id).join(_booking)).mappings().all()
    own = [
        row
        for row in rows
        if row["state"] in ("confirmed", "in_house", "departed")
        and row["cancelled_at"] is None
        and (not wish.room_types or row["room_type_id"] in wish.room_types)
        and db.session.get(Booking, row["booking_id"]).location_id == wish.location_id  # type: ignore[union-attr]
    ]
    for row in own:
        nights = found.setdefault(("booking", row["booking_id"]), {})
        for at in quarters(wish):
            _count(nights, row, at)
        for night, begins in _tables(row["id"]):
            if any(
                datetime.combine(night, begins) <= at < datetime.combine(night, begins) + 8 * QUARTER
                for at in quarters(wish)
            ):
                nights.setdefault("supper", set()).add(night)
    values = {
        key: _value(nights, wish, [row for row in own if row["booking_id"] == key[1]]) for key, nights in found.items()
    }
    for entry in db.session.execute(select(_entry)).mappings():
        if entry["state"] in ("waiting", "offered"):
            mine = dict(entry) | {"arrival_on": entry["earliest_on"], "departure_on": entry["latest_on"]}
            mine |= {"leaves_by": None, "assistance_dogs": 0}
            nights = found.setdefault(("waitlist", entry["id"]), {})
            for at in quarters(wish):
                _count(nights, mine, at)
            nights.pop("travel", None)
            if wish.room_types and not set(wish.room_types) & set(entry["room_types"]):
                nights.clear()
    wanted = {key: {name: nights[name] for name in wish.whom if nights.get(name)} for key, nights in found.items()}
    return {key: (nights, values.get(key, 0)) for key, nights in wanted.items() if nights}


def _count(nights: dict[str, set[date]], row: Any, at: datetime) -> None:
    if at.date() == row["arrival_on"]:
        nights.setdefault("travel", set()).add(row["arrival_on"])
    if at.date() == row["departure_on"]:
        nights.setdefault("travel", set()).add(row["departure_on"] - timedelta(days=1))
    comes = datetime.combine(row["arrival_on"], READY)
    goes = datetime.combine(row["departure_on"], row["leaves_by"] or LEAVE)
    if not comes <= at < goes:
        return
    night = min(at.date(), row["departure_on"] - timedelta(days=1))
    has = {
        "here": True, "step_free": "step-free" in row["needs"], "dogs": row["dogs"] + row["assistance_dogs"] > 0,
        "children": bool(row["children"]) or row["cots"] > 0,
    }  # fmt: skip
    for key, true in has.items():
        if true:
            nights.setdefault(key, set()).add(night)


def _tables(stay_id: int) -> list[tuple[date, time]]:
    rows = db.session.execute(
        select(BookedSupper.night, Sitting.begins)
        .join(Sitting, Sitting.id == BookedSupper.sitting_id)
        .where(BookedSupper.stay_id == stay_id)
    )
    return [(row.night, row.begins) for row in rows]


def _value(nights: dict[str, set[date]], wish: Wish, stays: list[Any]) -> int:
    whole = {night for key in wish.whom if key != "supper" for night in nights.get(key, ())}
    table = nights.get("supper", set()) if "supper" in wish.whom else set()
    total = 0
    for stay in stays:
        for line in db.session.execute(select(QuoteLine).where(QuoteLine.quote_id == stay["quote_id"])).scalars():
            if line.part == stay["part"] and (line.night in whole or (line.night in table and line.kind == "supper")):
                total += line.gross_minor
    return total


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
