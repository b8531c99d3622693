"""What of a row the chain digests: every column that says what was said, and none that may change later."""

from __future__ import annotations

from typing import Any

from app.experience.reviews.rules import ANSWERED, MOMENTS, REMOVED, RESTORED, WRITTEN

CONTENTS = {
    WRITTEN: (
        "id", "booking_id", "location_id", "room_type_id", "kind", "dogs", "nights", "departure_on", *MOMENTS, "words",
        "written_at", "shows_at",
    ),
    ANSWERED: ("review_id", "words", "staff_id", "answered_at"),
    REMOVED: ("review_id", "reason", "words", "staff_id", "removed_at"),
    RESTORED: ("review_id", "restored", "decision_words", "decided_by", "decided_at"),
}  # fmt: skip
"""By kind of entry, the columns of `review`, `review_answer` and twice `review_removal`."""


def content_of(kind: str, row: Any) -> dict[str, Any]:
    """What an entry of that kind digests of its row (a mapping by column)."""
    return {name: row[name] for name in CONTENTS[kind]}
