"""The only writers of who sleeps where."""

from app.booking.rooms.operations.closing import close_rooms, lift_closure
from app.booking.rooms.operations.moving import Moved, Wish, move_stay, undo_move
from app.booking.rooms.operations.packing import Packed, give_room, pack_coming, pack_rooms, promise_room
from app.booking.rooms.operations.promising import promise_seen
from app.booking.rooms.operations.wishes import ClosureWish

__all__ = [
    "ClosureWish",
    "Moved",
    "Packed",
    "Wish",
    "close_rooms",
    "give_room",
    "lift_closure",
    "move_stay",
    "pack_coming",
    "pack_rooms",
    "promise_room",
    "promise_seen",
    "undo_move",
]
