"""Blocks as the desk reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from app.booking.blocks.models import BlockRooms, GroupBlock
from app.booking.models import BookedStay, Booking
from app.booking.quoting import as_sold, price_basket
from app.booking.rules import Basket, ChosenStay
from app.identity.models import Guest
from app.inventory.models import Claim, Resource
from app.kernel import clock
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.store import db

_block, _rooms, _claim = GroupBlock.__table__, BlockRooms.__table__, Claim.__table__


@dataclass(frozen=True, slots=True)
class RoomsOfBlock:
    """One room type of a block: rooms agreed, stays picked up, and how many are left on its fullest and emptiest
    night. `amount_minor` is a night's, where one was agreed."""

    room_type_id: int
    count: int
    amount_minor: int | None
    picked_up: int
    left: int
    left_most: int


@dataclass(frozen=True, slots=True)
class Block:
    """A block with its rooms; `released_at` is None while it holds what is left."""

    id: int
    version: int
    location_id: int
    rate_plan_id: int
    name: str
    contact_name: str
    contact_email: str | None
    contact_phone: str | None
    stay: Stay
    cut_off_on: date
    released_at: datetime | None
    rooms: tuple[RoomsOfBlock, ...]

    @property
    def count(self) -> int:
        return sum(rooms.count for rooms in self.rooms)

    @property
    def picked_up(self) -> int:
        return sum(rooms.picked_up for rooms in self.rooms)

    @property
    def left(self) -> int:
        return sum(rooms.left for rooms in self.rooms)


@dataclass(frozen=True, slots=True)
class PickedUp:
    """A booking out of a block."""

    reference: str
    guest_name: str
    room_type_id: int
    stay: Stay
    state: str


def blocks_of(location_id: int, since: date) -> list[Block]:
    """The house's blocks that end after a day, the next to arrive first; four statements."""
    return _blocks(_block.c.location_id == location_id, _block.c.departure_on > since)


def block_of(location_id: int, block_id: int) -> Block | None:
    """A block of that house; None when it has none of this id."""
    return next(iter(_blocks(_block.c.location_id == location_id, _block.c.id == block_id)), None)


def picked_up(block_id: int) -> list[PickedUp]:
    """Who was booked out of a block, cancelled ones too; one statement."""
    rows = db.session.execute(
        select(Booking.reference, Booking.state, Guest.name, BookedStay.room_type_id, BookedStay.arrival_on,
               BookedStay.departure_on)
        .join(BookedStay, BookedStay.booking_id == Booking.id)
        .outerjoin(Guest, Guest.id == Booking.guest_id)
        .where(Booking.block_id == block_id)
        .order_by(Guest.name, Booking.id)
    )  # fmt: skip
    return [
        PickedUp(row.reference, row.name or "", row.room_type_id, Stay(row.arrival_on, row.departure_on), row.state)
        for row in rows
    ]


def price_out_of(block: Block, room_type_id: int, stay: Stay, party: Party) -> int:
    """What a room of the block would cost a guest now, in all. Raises `CannotBeSold` where there is no rate."""
    chosen = ChosenStay(room_type_id, block.rate_plan_id, stay, party)
    basket = as_sold(Basket(block.location_id, (chosen,), at_house=True))
    return price_basket(basket, clock.now(), checked=False).total_minor


def _blocks(*conditions: ColumnElement[bool]) -> list[Block]:
    rows = db.session.execute(select(_block).where(*conditions).order_by(_block.c.arrival_on, _block.c.id)).all()
    ids = [row.id for row in rows]
    left, taken = _left(ids), _picked(ids)
    rooms: dict[int, list[RoomsOfBlock]] = defaultdict(list)
    for own in db.session.execute(select(_rooms).where(_rooms.c.block_id.in_(ids)).order_by(_rooms.c.room_type_id)):
        key = (own.block_id, own.room_type_id)
        nights = left.get(key, {})
        whole = next(row for row in rows if row.id == own.block_id)
        counts = [nights.get(night, 0) for night in Stay(whole.arrival_on, whole.departure_on)]
        rooms[own.block_id].append(
            RoomsOfBlock(
                own.room_type_id,
                int(own._mapping["count"]),
                own.amount_minor,
                taken.get(key, 0),
                min(counts),
                max(counts),
            )
        )
    return [_shaped(row, rooms[row.id]) for row in rows]


def _left(ids: Sequence[int]) -> dict[tuple[int, int], dict[date, int]]:
    """How many a block still holds, by room type and night."""
    found: dict[tuple[int, int], dict[date, int]] = defaultdict(dict)
    rows = db.session.execute(
        select(_claim.c.owner_id, Resource.room_type_id, _claim.c.night, _claim.c.count)
        .join(Resource, Resource.id == _claim.c.resource_id)
        .where(_claim.c.owner == "block", _claim.c.owner_id.in_(ids))
    )
    for block_id, room_type_id, night, count in rows:
        found[block_id, int(room_type_id or 0)][night] = int(count)
    return found


def _picked(ids: Sequence[int]) -> dict[tuple[int, int], int]:
    rows = db.session.execute(
        select(Booking.block_id, BookedStay.room_type_id, func.count())
        .join(BookedStay, BookedStay.booking_id == Booking.id)
        .where(Booking.block_id.in_(ids), Booking.state != "cancelled", BookedStay.cancelled_at.is_(None))
        .group_by(Booking.block_id, BookedStay.room_type_id)
    )
    return {(int(block_id or 0), room_type_id): int(count) for block_id, room_type_id, count in rows}


def _shaped(row: Any, rooms: Sequence[RoomsOfBlock]) -> Block:
    return Block(
        id=row.id,
        version=row.version,
        location_id=row.location_id,
        rate_plan_id=row.rate_plan_id,
        name=row.name,
        contact_name=row.contact_name,
        contact_email=row.contact_email,
        contact_phone=row.contact_phone,
        stay=Stay(row.arrival_on, row.departure_on),
        cut_off_on=row.cut_off_on,
        released_at=row.released_at,
        rooms=tuple(rooms),
    )
