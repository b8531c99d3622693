"""The doors behind which the demo's guests slept and will sleep, as the packer would have given them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import select

from app.booking.models import BookedStay, Booking
from app.booking.rooms.operations.packing import COMING
from app.demo.rows import insert_all
from app.inventory.models import RoomNight
from app.inventory.packing.queries import doors_of
from app.inventory.packing.rules import Lodging, pack
from app.kernel.stay import Stay
from app.store import db

_stay, _booking = BookedStay.__table__, Booking.__table__


def give_doors(room_type_ids: Iterable[int], today: date) -> None:
    """Every stay that came or comes in the next days has one door for all of its nights. Nobody had one before."""
    stays: dict[int, list[Lodging]] = defaultdict(list)
    for stay_id, room_type_id, arrival, departure in db.session.execute(
        select(_stay.c.id, _stay.c.room_type_id, _stay.c.arrival_on, _stay.c.departure_on)
        .join(_booking, _booking.c.id == _stay.c.booking_id)
        .where(
            _stay.c.cancelled_at.is_(None),
            _booking.c.state.not_in(("cancelled", "no_show")),
            _stay.c.arrival_on < today + timedelta(days=COMING),
        )
    ):
        stays[room_type_id].append(Lodging(stay_id, arrival, departure))
    for room_type_id in sorted(room_type_ids):
        packing = pack([door.id for door in doors_of([room_type_id])], stays[room_type_id])
        insert_all(
            RoomNight,
            [
                {"room_id": door, "night": night, "stay_id": lodging.stay_id}
                for lodging, door in sorted(packing.doors.items())
                for night in Stay(lodging.first, lodging.until)
            ],
        )
