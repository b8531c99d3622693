"""Nothing vanished from the reviews, and nothing was changed in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.experience.reviews.queries.chain import database_faults
from app.insight.verify.check import Check


def _broken() -> Sequence[Mapping[str, Any]]:
    return [{"entry": fault.number, "it": fault.reason} for fault in database_faults()]


CHECKS = [
    Check(
        "reviews",
        "The chain of reviews holds, and digests what was written, answered, removed and restored as it stands now.",
        "",
        found=_broken,
    ),
]
