"""Guests of the first house on a day of its front desk."""

from __future__ import annotations

from datetime import date, timedelta

from app.booking import operations as booking
from app.booking.queries import stays_of
from app.inventory.operations import give_room
from app.inventory.packing.queries import free_rooms
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.store import transaction
from tests.baskets import basket, several
from tests.builders import TODAY
from tests.cards import placed
from tests.cast import found

HOUSE = "/staff/combe-harrow"
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def guest(
    name: str = "Anna Whitlock",
    first: date = TODAY,
    nights: int = 2,
    room: str = "garden",
    *,
    plan: str = "flexible",
    rooms: int = 1,
    party: Party | None = None,
    given: bool = True,
    **details: str,
) -> tuple[int, str]:
    """(id, reference) of a booking that is owed at the house; its doors are given unless it says otherwise."""
    mail = f"{name.lower().replace(' ', '.')}@example.com"
    one = basket(found(), room, plan, Stay.of(first, nights), party or Party(2))
    booked = placed(several(found(), *[one] * rooms), {"name": name, "email": mail, **details})
    if given:
        give_doors(booked.booking_id, room)
    return booked.booking_id, booked.reference


def give_doors(booking_id: int, room: str = "garden") -> list[int]:
    """Every room of the booking has a door; their ids in order."""
    doors = []
    for own in stays_of(booking_id):
        door = free_rooms(found().room_types[room], list(own.chosen.stay))[0]
        transaction(lambda own=own, door=door: give_room(own.id, door.id, list(own.chosen.stay)))  # type: ignore[misc]
        doors.append(door.id)
    return doors


def checked_in(name: str = "Tom Tregear", nights: int = 2, **options: object) -> tuple[int, str]:
    booked = guest(name, nights=nights, **options)  # type: ignore[arg-type]
    booking.check_in(booked[0])
    return booked
