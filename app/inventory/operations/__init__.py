"""The only writers of counters and claims."""

from app.inventory.operations.allotments import add_resource, close, last_open_night, open_nights
from app.inventory.operations.claims import (
    claim,
    claim_free,
    claim_new,
    expired_owners,
    extend,
    hand_over,
    release,
    release_from,
    require_free,
    sweep,
)
from app.inventory.operations.rooms import vacate

__all__ = [
    "add_resource",
    "claim",
    "claim_free",
    "claim_new",
    "close",
    "expired_owners",
    "extend",
    "hand_over",
    "last_open_night",
    "open_nights",
    "release",
    "release_from",
    "require_free",
    "sweep",
    "vacate",
]
