"""Two guests who are one person: found with caution, merged by somebody, taken apart again exactly."""

from app.identity.merging.apart import suggest_again, tell_apart
from app.identity.merging.operations import CannotMerge, merge_guests, undo_merge
from app.identity.merging.queries import Alike, Merged, alike, merges_of, with_merged
from app.identity.merging.suspects import Apart, Pair, Somebody, suspected, told_apart

__all__ = [
    "Alike",
    "Apart",
    "CannotMerge",
    "Merged",
    "Pair",
    "Somebody",
    "alike",
    "merge_guests",
    "merges_of",
    "suggest_again",
    "suspected",
    "tell_apart",
    "told_apart",
    "undo_merge",
    "with_merged",
]
