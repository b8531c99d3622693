"""What every view of a block needs."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint

from app.booking.blocks import Block, block_of
from app.catalogue.closed import room_type_of
from app.catalogue.queries import House
from app.kernel.words import dated, money, span
from app.pricing.queries import price_list
from app.web.respond import not_found

blueprint = Blueprint("blocks", __name__)
BOOK, LEAD = "make_bookings", "hold_blocks"
ONE = "/staff/<slug:house>/blocks/<id:block_id>"


@dataclass(frozen=True, slots=True)
class RoomsRow:
    """A room type of a block in words; `left_text` tells of two numbers where the nights differ."""

    id: int
    name: str
    count: int
    picked_up: int
    left: int
    left_most: int
    left_text: str
    price_text: str


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A block in words; `state` is `open`, `picked` or `over`, which colour and words repeat."""

    url: str
    name: str
    contact: str
    nights: str
    cut_off: str
    count: int
    picked_up: int
    left: int
    state: str
    state_words: str
    rate: str
    rooms: tuple[RoomsRow, ...]


def block_row(house: House, block: Block) -> BlockRow:
    """One block, with its rooms in the house's order."""
    state, words = _state(block)
    return BlockRow(
        url=f"/staff/{house.slug}/blocks/{block.id}",
        name=block.name,
        contact=", ".join(filter(None, (block.contact_name, block.contact_phone, block.contact_email))),
        nights=span(block.stay.arrival, block.stay.departure),
        cut_off=dated(block.cut_off_on),
        count=block.count,
        picked_up=block.picked_up,
        left=block.left,
        state=state,
        state_words=words,
        rate=price_list(house.id).by_id[block.rate_plan_id].name,
        rooms=tuple(
            RoomsRow(
                id=rooms.room_type_id,
                name=room_type_of(rooms.room_type_id).name,
                count=rooms.count,
                picked_up=rooms.picked_up,
                left=rooms.left,
                left_most=rooms.left_most,
                left_text=str(rooms.left) if rooms.left == rooms.left_most else f"{rooms.left} to {rooms.left_most}",
                price_text=money(rooms.amount_minor, house.currency) if rooms.amount_minor else "the rate of the day",
            )
            for rooms in block.rooms
        ),
    )


def found(house: House, block_id: int) -> Block:
    """A block of this house; another's is a 404."""
    block = block_of(house.id, block_id)
    if block is None:
        raise not_found()
    return block


def _state(block: Block) -> tuple[str, str]:
    if block.released_at is not None:
        return "over", "Over"
    return ("open", "Open") if any(rooms.left_most for rooms in block.rooms) else ("picked", "All picked up")
