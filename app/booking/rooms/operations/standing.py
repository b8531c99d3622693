"""Where a stay stands, and letting it stand elsewhere: doors, claims and price together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from app.booking.models import BookedStay
from app.booking.operations.changing import locked_booking
from app.booking.operations.uses import follow_lines
from app.booking.queries import PlacedBooking, PlacedStay, booking_of
from app.booking.quoting import counted_resources
from app.booking.rooms.errors import CannotMove, DoorTaken
from app.booking.rooms.operations.charging import charge_lines
from app.booking.rooms.operations.packing import taken_by
from app.booking.rooms.queries import moved_nights
from app.booking.rooms.rules import Standing, slept_in
from app.booking.rules import wants_of
from app.booking.waitlist.serving import serving_line
from app.catalogue.queries import catalogue
from app.inventory import SoldOut
from app.inventory import operations as inventory
from app.inventory.errors import RoomTaken
from app.inventory.packing.queries import rooms_of
from app.journal import record
from app.kernel.words import long_day
from app.pricing.rules import Line
from app.store import db, write
from app.store.version import raise_versions, stock_of

_stay = BookedStay.__table__


@dataclass(frozen=True, slots=True)
class Found:
    """A stay that may be moved, and where it stands."""

    booking: PlacedBooking
    stay: PlacedStay
    standing: Standing
    here: bool
    location_id: int


def found_stay(stay_id: int) -> Found:
    """The stay and where it stands. Raises `CannotMove` when it is over or there is none."""
    row = db.session.execute(
        select(_stay.c.booking_id, _stay.c.part, _stay.c.checked_in_at, _stay.c.checked_out_at).where(
            _stay.c.id == stay_id
        )
    ).one_or_none()
    booking = booking_of(row.booking_id) if row else None
    stay = next((one for one in booking.live if one.id == stay_id), None) if booking else None
    if row is None or booking is None or stay is None:
        raise CannotMove("There is no such stay any more.")
    if booking.state not in ("confirmed", "in_house") or row.checked_out_at is not None:
        raise CannotMove("This stay is over. Nothing was moved.")
    moved = {night: to for (part, night), to in moved_nights(booking.id).items() if part == row.part}
    doors = rooms_of([stay_id]).get(stay_id, {})
    standing = Standing(stay.chosen.room_type_id, moved, doors, booking.quote_id)
    return Found(booking, stay, standing, row.checked_in_at is not None, booking.basket.location_id)


def locked(stay_id: int) -> Found:
    """The stay as it stands once its booking is ours."""
    booking_id = db.session.execute(select(_stay.c.booking_id).where(_stay.c.id == stay_id)).scalar_one_or_none()
    if booking_id is None:
        raise CannotMove("There is no such stay any more.")
    locked_booking(booking_id)
    return found_stay(stay_id)


def bring(found: Found, after: Standing, lines: tuple[Line, ...] | None, by: int | None, at: datetime) -> int:
    """The stay stands so, and the booking's quote has these lines where there are any; the id of its quote."""
    before, stay, booking = found.standing, found.stay, found.booking
    nights = list(stay.chosen.stay)
    types = {standing.type_on(night) for standing in (before, after) for night in nights}
    inventory.lock_doors(types)
    if any(before.type_on(night) != after.type_on(night) for night in nights):
        _claim(found, after, at)
    if after.room_type_id != before.room_type_id:
        write(update(_stay).where(_stay.c.id == stay.id).values(room_type_id=after.room_type_id))
    inventory.move_nights(stay.id, nights, None)
    for room_type_id in sorted(set(after.moved.values())):
        inventory.move_nights(stay.id, [night for night, to in after.moved.items() if to == room_type_id], room_type_id)
    changed = {night for night in nights if before.doors.get(night) != after.doors.get(night)}
    try:
        inventory.take_rooms((stay.id, night) for night in changed)
        inventory.give_rooms({(stay.id, night): after.doors[night] for night in changed if night in after.doors})
    except RoomTaken as taken:
        raise taken_by(taken) from None
    quote_id = booking.quote_id if lines is None else charge_lines(booking, lines, by, at)
    raise_versions([stock_of(found.location_id)])
    if lines is not None:
        follow_lines(booking.id, lines, at)
    return quote_id


def _claim(found: Found, after: Standing, at: datetime) -> None:
    """The booking holds the nights of the room types in which it is slept."""
    booking, part, counted = found.booking, found.stay.part, counted_resources()
    moved = {key: to for key, to in moved_nights(booking.id).items() if key[0] != part}
    moved |= {(part, night): after.type_on(night) for night in found.stay.chosen.stay}
    wants = slept_in(wants_of(booking.basket, counted, [stay.part for stay in booking.live]), moved, counted)
    try:
        with serving_line([("booking", booking.id)], wants):
            inventory.claim("booking", booking.id, wants, expires_at=None, sweep_at=at)
    except SoldOut as sold:
        kind = next((kind for kind, resource in counted.room_types.items() if resource == sold.resource_id), 0)
        name = catalogue().room_types[kind].name if kind in catalogue().room_types else "Every room"
        raise DoorTaken(f"{name} is sold out on {long_day(sold.night)}. Nothing was moved.", "full") from None


def noted(
    action: str,
    found: Found,
    after: Standing,
    by: int | None,
    at: datetime,
    personal: Mapping[str, tuple[str | None, str | None]] | None = None,
    **facts: Any,
) -> None:
    record(
        action,
        "stay",
        found.stay.id,
        actor="system" if by is None else "staff",
        actor_id=by,
        location_id=found.location_id,
        at=at,
        personal=personal,
        booking=found.booking.id,
        before=found.standing.as_json(),
        after=after.as_json(),
        **facts,
    )
