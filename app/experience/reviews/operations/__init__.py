"""The only writers of reviews and of their chain.

In the journal, of the subject `review`: `review_written`, `review_changed`, `review_answered`, `review_reported`,
`review_kept`, `review_removed` with its `reason`, `review_appealed`, `review_restored`, `review_appeal_refused` and
`review_erased`. Words are never in it.
"""

from app.experience.reviews.operations.answering import answer_review
from app.experience.reviews.operations.forgetting import forget_devices, forget_reviews
from app.experience.reviews.operations.removing import decide_appeal, keep_reported, remove_review, report_review
from app.experience.reviews.operations.writing import Said, Written, appeal, write_review

__all__ = [
    "Said",
    "Written",
    "answer_review",
    "appeal",
    "decide_appeal",
    "forget_devices",
    "forget_reviews",
    "keep_reported",
    "remove_review",
    "report_review",
    "write_review",
]
