"""The only writers of who sleeps where."""

from app.booking.rooms.operations.packing import Packed, give_room, pack_coming, pack_rooms, promise_room

__all__ = ["Packed", "give_room", "pack_coming", "pack_rooms", "promise_room"]
