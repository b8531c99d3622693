"""What a house does with a review: it answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.experience.reviews.errors import Changed, Gone
from app.experience.reviews.models import ReviewAnswer
from app.experience.reviews.operations.records import SUBJECT, is_removed, locked, removal_of, seal
from app.experience.reviews.rules import ANSWERED
from app.journal import record
from app.kernel import clock
from app.store import db, transaction, upsert, write

_answer = ReviewAnswer.__table__


def answer_review(review_id: int, words: str, *, seen_at: datetime | None, by: int) -> None:
    """The house's answer stands below the review, in place of an earlier one, and in the chain.

    `seen_at` is when the answer that was seen was given, None where there was none. Raises `NoReview`, `Gone` for one
    that is removed or forgotten, and `Changed` where another answer stands by now.
    """

    def work() -> None:
        now, row = clock.now(), locked(review_id)
        if is_removed(removal_of(review_id)):
            raise Gone
        stands = db.session.execute(select(_answer.c.answered_at).where(_answer.c.review_id == review_id)).scalar()
        if stands != seen_at:
            raise Changed
        values = {"review_id": review_id, "words": words, "staff_id": by, "answered_at": now}
        write(upsert(ReviewAnswer, values, ["review_id"]))
        record("review_answered", SUBJECT, review_id, actor="staff", actor_id=by, location_id=row.location_id, at=now)
        seal(ANSWERED, _answer, review_id, now)

    transaction(work)
