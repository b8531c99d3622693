"""Rooms kept for a group until a day: a wedding party, a walking club. Its guests are booked out of them."""

from app.booking.blocks.operations import NewBlock, hold_block, pick_up, release_block, release_due, shrink_block
from app.booking.blocks.queries import Block, PickedUp, RoomsOfBlock, block_of, blocks_of, picked_up, price_out_of

__all__ = [
    "Block",
    "NewBlock",
    "PickedUp",
    "RoomsOfBlock",
    "block_of",
    "blocks_of",
    "hold_block",
    "pick_up",
    "picked_up",
    "price_out_of",
    "release_block",
    "release_due",
    "shrink_block",
]
