"""How much a house has to sell: rooms, covers and counted extras come and go, and nobody loses what they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.availability.opening import stop_booking
from app.booking.models import BookedStay, Booking
from app.booking.waitlist.serving import serve_freed
from app.catalogue.editable import EXTRA, LOCATION, ROOM, ROOM_TYPE, SITTING
from app.catalogue.errors import InTheWay
from app.catalogue.operations import add_row, close_row, edit_row, open_row
from app.catalogue.queries import House, RoomType, catalogue
from app.identity.models import Guest
from app.inventory import operations as inventory
from app.inventory.models import RoomNight
from app.inventory.queries import resources
from app.kernel import clock
from app.kernel.words import counted, short_day, span
from app.store import db, transaction

NAMED = 12
"""How many things in the way are named before the rest is counted."""


def has_bookings(location_id: int) -> bool:
    """Whether anybody ever booked at the house."""
    return db.session.execute(select(Booking.id).where(Booking.location_id == location_id).limit(1)).first() is not None


def change_capacity(house: House, whole: int, **what: int) -> None:
    """From today on there are `whole` of a room type, a sitting or an extra (`room_type_id=` and so on).

    A house that is open for booking has them on each of its nights, and whoever waits for one is served first. Raises
    `InTheWay` when more are promised on some night; then nothing is changed.
    """

    def work() -> None:
        today = clock.today(house.timezone)
        resource_id = inventory.resource_of(house.id, **what)
        done = inventory.recount(resource_id, whole, today)
        if done.lacking:
            raise InTheWay(
                f"On {counted(len(done.lacking), 'night')} more is promised to guests than would be left.",
                _first_of([short_day(night) for night in done.lacking]),
            )
        if house.open_for_booking:
            until = today + timedelta(days=house.days_ahead + 1)
            inventory.open_nights({resource_id: whole}, today, until)
        serve_freed({(resource_id, night) for night in done.freed})

    transaction(work)


def add_room(house: House, room_type: RoomType, values: Mapping[str, Any], *, by: int | None) -> int:
    """The room type has one room more, on sale from today on; answers the room's id. Raises `Taken`."""

    def work() -> int:
        room_id = add_row(ROOM, values, {"room_type_id": room_type.id}, by=by, location_id=house.id)
        _count_rooms(house, room_type.id)
        return room_id

    return transaction(work)


def close_room(house: House, room_type: RoomType, room_id: int, *, by: int | None) -> None:
    """The room is sold no more. Raises `InTheWay` with the stays that have its door, or nights that are full."""

    def work() -> None:
        inventory.lock_doors([room_type.id])
        if not close_row(ROOM, room_id, by=by, location_id=house.id):
            return
        given = select(RoomNight.stay_id).where(
            RoomNight.room_id == room_id, RoomNight.night >= clock.today(house.timezone)
        )
        if stays := _stays(BookedStay.id.in_(given), house):
            raise InTheWay("Guests have been given this room. Move them first.", _first_of(stays))
        _count_rooms(house, room_type.id)

    transaction(work)


def open_room(house: House, room_type: RoomType, room_id: int, *, by: int | None) -> None:
    """A room that was closed is sold again."""

    def work() -> None:
        if open_row(ROOM, room_id, by=by, location_id=house.id):
            _count_rooms(house, room_type.id)

    transaction(work)


def close_room_type(house: House, room_type: RoomType, *, by: int | None) -> None:
    """The room type is on no page and sold no more. Raises `InTheWay` with the stays in it that are still to end."""

    def work() -> None:
        if stays := _stays(BookedStay.room_type_id == room_type.id, house):
            raise InTheWay(
                f"{counted(len(stays), 'stay').capitalize()} in {room_type.name} are still to end.", _first_of(stays)
            )
        _empty(house, resources().of_room_type.get(room_type.id))
        close_row(ROOM_TYPE, room_type.id, by=by, location_id=house.id)

    transaction(work)


def open_room_type(house: House, room_type_id: int, *, by: int | None) -> None:
    """A room type that was closed is sold again with the rooms that it has, on every night of an open house.

    Its rates are those that it had; nights that have none are sold once somebody prices them.
    """

    def work() -> None:
        if open_row(ROOM_TYPE, room_type_id, by=by, location_id=house.id):
            _count_rooms(house, room_type_id)

    transaction(work)


def close_house(house: House, *, by: int | None) -> None:
    """The house is on no page and sells nothing more. Raises `InTheWay` with the stays that are still to end."""

    def work() -> None:
        if stays := _stays(Booking.location_id == house.id, house):
            raise InTheWay(
                f"{counted(len(stays), 'stay').capitalize()} at {house.name} are still to end.", _first_of(stays)
            )
        found = resources()
        for room_type in house.room_types:
            _empty(house, found.of_room_type.get(room_type.id))
        close_row(LOCATION, house.id, by=by, location_id=house.id)

    transaction(work)


def open_house(location_id: int, *, by: int | None) -> None:
    """A house that was given up is the group's again, with all that it had; it takes no bookings until it is opened."""

    def work() -> None:
        if not open_row(LOCATION, location_id, by=by, location_id=location_id):
            return
        stop_booking(catalogue().by_id[location_id], by=by)
        house = catalogue().by_id[location_id]
        for room_type in house.room_types:
            change_capacity(house, len(room_type.rooms), room_type_id=room_type.id)

    transaction(work)


def add_sitting(house: House, values: Mapping[str, Any], *, by: int | None) -> int:
    """The restaurant seats people at one hour more; answers the sitting's id. Raises `Taken`."""

    def work() -> int:
        fixed = {"location_id": house.id, "begins": values["begins"]}
        sitting_id = add_row(SITTING, values, fixed, by=by, location_id=house.id)
        change_capacity(house, values["covers"], sitting_id=sitting_id)
        return sitting_id

    return transaction(work)


def edit_sitting(house: House, sitting_id: int, values: Mapping[str, Any], *, seen: str, by: int | None) -> None:
    """The sitting has so many covers from today on. Raises `Stale`, and `InTheWay` when more have a table."""

    def work() -> None:
        if edit_row(SITTING, sitting_id, values, seen=seen, by=by, location_id=house.id):
            change_capacity(house, values["covers"], sitting_id=sitting_id)

    transaction(work)


def add_extra(house: House, values: Mapping[str, Any], slug: str, *, by: int | None) -> int:
    """The house offers something more; answers its id."""

    def work() -> int:
        extra_id = add_row(EXTRA, values, {"location_id": house.id, "slug": slug}, by=by, location_id=house.id)
        _count_extra(house, extra_id, values["stock"])
        return extra_id

    return transaction(work)


def edit_extra(house: House, extra_id: int, values: Mapping[str, Any], *, seen: str, by: int | None) -> None:
    """The extra is as it was typed. Raises `Stale`, and `InTheWay` when more than the stock are promised."""

    def work() -> None:
        if "stock" in edit_row(EXTRA, extra_id, values, seen=seen, by=by, location_id=house.id):
            _count_extra(house, extra_id, values["stock"])

    transaction(work)


def open_extra(house: House, extra_id: int, stock: int | None, *, by: int | None) -> None:
    """An extra that was closed is offered again, with the `stock` that it has."""

    def work() -> None:
        if open_row(EXTRA, extra_id, by=by, location_id=house.id):
            _count_extra(house, extra_id, stock)

    transaction(work)


def _count_extra(house: House, extra_id: int, stock: int | None) -> None:
    if stock:
        change_capacity(house, stock, extra_id=extra_id)


def _count_rooms(house: House, room_type_id: int) -> None:
    """As many are sold as the catalogue has now, inside the transaction that changed it."""
    now = catalogue().room_types[room_type_id]
    change_capacity(house, len(now.rooms), room_type_id=room_type_id)


def _empty(house: House, resource_id: int | None) -> None:
    """Nothing of it is sold from today on. Raises `InTheWay` when a hold, a block or a promise still takes some."""
    if resource_id is None:
        return
    today = clock.today(house.timezone)
    inventory.recount(resource_id, 0, today)
    last: date | None = inventory.last_taken_night(resource_id, today)
    if last is not None:
        raise InTheWay(
            "Somebody holds a room of it just now, or a block or promise does. Ask again when that has ended.",
            (f"The last night that is held: {short_day(last)}",),
        )


def _stays(where: Any, house: House) -> tuple[str, ...]:
    """The stays that are still to end, in words: reference, name, nights."""
    rows = db.session.execute(
        select(Booking.reference, Guest.name, BookedStay.arrival_on, BookedStay.departure_on)
        .join(Booking, Booking.id == BookedStay.booking_id)
        .outerjoin(Guest, Guest.id == Booking.guest_id)
        .where(
            where,
            Booking.location_id == house.id,
            Booking.state.in_(("confirmed", "in_house")),
            BookedStay.cancelled_at.is_(None),
            BookedStay.departure_on > clock.today(house.timezone),
        )
        .order_by(BookedStay.arrival_on, Booking.reference)
    )
    return tuple(f"{row[0]}, {row[1] or 'a guest'}, {span(row[2], row[3])}" for row in rows)


def _first_of(things: Sequence[str]) -> tuple[str, ...]:
    rest = len(things) - NAMED
    return (*things[:NAMED], f"and {rest} more") if rest > 0 else tuple(things)
