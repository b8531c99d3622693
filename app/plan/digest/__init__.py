"""Once a week by mail: what changed beyond chance, and nothing else."""

from app.plan.digest.changes import Finding, found_in
from app.plan.digest.operations import ask_for_digest, stop_digest
from app.plan.digest.queries import Reader, digest_readers, reads_digest
from app.plan.digest.rules import Week, last_week, monday_seven

__all__ = [
    "Finding",
    "Reader",
    "Week",
    "ask_for_digest",
    "digest_readers",
    "found_in",
    "last_week",
    "monday_seven",
    "reads_digest",
    "stop_digest",
]
