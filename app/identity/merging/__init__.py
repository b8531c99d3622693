"""Two guests who are one person: found with caution, merged by somebody, taken apart again exactly."""

from app.identity.merging.operations import CannotMerge, merge_guests, undo_merge
from app.identity.merging.queries import Alike, Merged, alike, merges_of, with_merged

__all__ = ["Alike", "CannotMerge", "Merged", "alike", "merge_guests", "merges_of", "undo_merge", "with_merged"]
