"""What is known of a review no longer: at its guest's wish, or since it is old."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, update

from app.experience.reviews.models import Review, ReviewAnswer, ReviewRemoval, ReviewReport, ReviewSalt
from app.experience.reviews.operations.chain import append
from app.experience.reviews.operations.records import SUBJECT
from app.experience.reviews.rules import ERASED, MOMENTS
from app.journal import record
from app.kernel import clock
from app.store import db, transaction, write

_review, _salt = Review.__table__, ReviewSalt.__table__
AT_ONCE = 50


def forget_reviews(departed_before: date) -> int:
    """The chain says of every review that it was erased whose guest was forgotten, or whose stay ended before that day;
    answers how many. Words, scores and salts of the latter are gone. The chain holds as before. Run twice it is the
    same; some at a time, each in a transaction of its own."""
    old = (_review.c.departure_on < departed_before) | (_review.c.words == "")
    due = select(_review.c.id).where(old, _review.c.forgotten_at.is_(None)).order_by(_review.c.id).limit(AT_ONCE)
    return sum(_forget(review_id) for review_id in list(db.session.scalars(due)))


def forget_devices(written_before: datetime) -> int:
    """From which device a review came is known no more where it was written before then; answers how many."""
    old = update(_review).where(_review.c.written_at < written_before, _review.c.device.is_not(None))
    return transaction(lambda: int(write(old.values(device=None)).rowcount))


def _forget(review_id: int) -> int:
    return transaction(lambda: _forgotten(review_id))


def _forgotten(review_id: int) -> int:
    now = clock.now()
    mine = _review.c.id == review_id
    row = db.session.execute(select(_review).where(mine).with_for_update()).one()
    if row.forgotten_at is not None:
        return 0
    gone: dict[str, Any] = dict.fromkeys(MOMENTS) | {"words": "", "device": None, "forgotten_at": now}
    write(update(_review).where(mine).values(**gone))
    for table in (ReviewAnswer.__table__, ReviewReport.__table__):
        write(update(table).where(table.c.review_id == review_id).values(words=""))
    removal = ReviewRemoval.__table__
    said = {"words": "", "appeal_words": None, "decision_words": None}
    write(update(removal).where(removal.c.review_id == review_id).values(**said))
    write(delete(_salt).where(_salt.c.review_id == review_id))
    record("review_erased", SUBJECT, review_id, actor="system", location_id=row.location_id, at=now)
    append(ERASED, review_id, now)
    return 1
