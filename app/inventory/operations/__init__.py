"""The only writers of counters and claims."""

from app.inventory.operations.allotments import (
    add_resource,
    close,
    closed_on,
    last_open_night,
    open_nights,
    reopen,
)
from app.inventory.operations.claims import (
    claim,
    claim_free,
    claim_new,
    expired_on,
    expired_owners,
    extend,
    hand_over,
    pass_on,
    release,
    release_from,
    require_free,
    sweep,
)
from app.inventory.operations.counters import lock
from app.inventory.operations.recounting import Recount, last_taken_night, recount, resource_of
from app.inventory.operations.room_states import set_room_state
from app.inventory.operations.rooms import (
    give_room,
    give_rooms,
    lock_doors,
    move_nights,
    promise,
    take_rooms,
    unpromise,
    unpromise_door,
    vacate,
)
from app.inventory.operations.watches import unwatch, watch

__all__ = [
    "Recount",
    "add_resource",
    "claim",
    "claim_free",
    "claim_new",
    "close",
    "closed_on",
    "expired_on",
    "expired_owners",
    "extend",
    "give_room",
    "give_rooms",
    "hand_over",
    "last_open_night",
    "last_taken_night",
    "lock",
    "lock_doors",
    "move_nights",
    "open_nights",
    "pass_on",
    "promise",
    "recount",
    "release",
    "release_from",
    "reopen",
    "require_free",
    "resource_of",
    "set_room_state",
    "sweep",
    "take_rooms",
    "unpromise",
    "unpromise_door",
    "unwatch",
    "vacate",
    "watch",
]
