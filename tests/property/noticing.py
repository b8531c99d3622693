"""Whom a notice touches, counted out by the quarter of an hour and night by night, from the rows alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from app.booking.models import BookedStay, BookedSupper, Booking
from app.booking.waitlist.models import WaitlistEntry
from app.care.notices.rules import Wish
from app.catalogue.models import Room, Sitting
from app.inventory.models import MovedNight, RoomNight, RoomPromise
from app.kernel.stay import Stay
from app.pricing.models import QuoteLine
from app.store import db

QUARTER = timedelta(minutes=15)
READY, LEAVE = time(15), time(11)
"""The hours of the cast's houses."""

_booking, _stay, _entry = Booking.__table__, BookedStay.__table__, WaitlistEntry.__table__
_given, _moved, _promise = RoomNight.__table__, MovedNight.__table__, RoomPromise.__table__


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
        and db.session.get(Booking, row["booking_id"]).location_id == wish.location_id  # type: ignore[union-attr]
    ]
    inside = _slept_inside(wish, own)
    for row in own:
        nights = found.setdefault(("booking", row["booking_id"]), {})
        for at in quarters(wish):
            _count(nights, row, at, inside[row["id"]])
        for night, begins in _tables(row["id"]):
            if night in inside[row["id"]] and any(
                datetime.combine(night, begins) <= at < datetime.combine(night, begins) + 8 * QUARTER
                for at in quarters(wish)
            ):
                nights.setdefault("supper", set()).add(night)
    values = {
        key: _value(nights, wish, [row for row in own if row["booking_id"] == key[1]], inside)
        for key, nights in found.items()
    }
    for entry in db.session.execute(select(_entry)).mappings():
        if entry["state"] in ("waiting", "offered"):
            mine = dict(entry) | {"arrival_on": entry["earliest_on"], "departure_on": entry["latest_on"]}
            mine |= {"leaves_by": None, "assistance_dogs": 0}
            nights = found.setdefault(("waitlist", entry["id"]), {})
            for at in quarters(wish):
                _count(nights, mine, at, set(Stay(mine["arrival_on"], mine["departure_on"])))
            nights.pop("travel", None)
            if (wish.room_types or wish.rooms) and not set(wish.room_types) & set(entry["room_types"]):
                nights.clear()
    wanted = {key: {name: nights[name] for name in wish.whom if nights.get(name)} for key, nights in found.items()}
    return {key: (nights, values.get(key, 0)) for key, nights in wanted.items() if nights}


def _slept_inside(wish: Wish, stays: list[Any]) -> dict[int, set[date]]:
    """By stay, the nights that it sleeps in a room which the notice is about: night by night, from the rows."""
    type_of = {row.id: row.room_type_id for row in db.session.execute(select(Room.id, Room.room_type_id))}
    doors = {(row.stay_id, row.night): row.room_id for row in db.session.execute(select(_given))}
    moved = {(row.stay_id, row.night): row.room_type_id for row in db.session.execute(select(_moved))}
    promised = {row.stay_id: row.room_id for row in db.session.execute(select(_promise))}
    found: dict[int, set[date]] = {}
    for row in stays:
        found[row["id"]] = set()
        for night in Stay(row["arrival_on"], row["departure_on"]):
            key = row["id"], night
            kind, door = moved.get(key, row["room_type_id"]), doors.get(key)
            if door is None and (key not in moved or type_of.get(promised.get(row["id"], 0)) == kind):
                door = promised.get(row["id"])
            slept = type_of[door] if door else kind
            everywhere = not wish.room_types and not wish.rooms
            if everywhere or door in wish.rooms or slept in wish.room_types:
                found[row["id"]].add(night)
    return found


def _count(nights: dict[str, set[date]], row: Any, at: datetime, inside: set[date]) -> None:
    """Counts a quarter of an hour in which they are in one of those rooms: it is theirs from the hour at which rooms
    are ready until that of leaving, or all day between two nights in such."""
    tonight, last = at.date(), at.date() - timedelta(days=1)
    if tonight == row["arrival_on"] and tonight in inside:
        nights.setdefault("travel", set()).add(tonight)
    if tonight == row["departure_on"] and last in inside:
        nights.setdefault("travel", set()).add(last)
    until = row["leaves_by"] or LEAVE if tonight == row["departure_on"] else LEAVE
    if not ((at.time() < until and last in inside) or (at.time() >= READY and tonight in inside)) and not (
        last in inside and tonight in inside
    ):
        return
    night = tonight if tonight in inside else last
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


def _value(nights: dict[str, set[date]], wish: Wish, stays: list[Any], inside: dict[int, set[date]]) -> int:
    whole = {night for key in wish.whom if key != "supper" for night in nights.get(key, ())}
    table = nights.get("supper", set()) if "supper" in wish.whom else set()
    total = 0
    for stay in stays:
        for line in db.session.execute(select(QuoteLine).where(QuoteLine.quote_id == stay["quote_id"])).scalars():
            if line.part != stay["part"] or line.night not in inside[stay["id"]]:
                continue
            if line.night in whole or (line.night in table and line.kind == "supper"):
                total += line.gross_minor
    return total
