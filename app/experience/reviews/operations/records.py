"""What every deed on a review begins and ends with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, select

from app.experience.reviews.contents import content_of
from app.experience.reviews.errors import Gone, NoReview
from app.experience.reviews.models import Review, ReviewEntry, ReviewRemoval, ReviewSalt
from app.experience.reviews.operations.chain import append
from app.store import db, write

_review, _removal = Review.__table__, ReviewRemoval.__table__
_entry, _salt = ReviewEntry.__table__, ReviewSalt.__table__
SUBJECT = "review"


def locked(review_id: int) -> Any:
    """The review, ours until the transaction ends. Raises `NoReview`, and `Gone` once it is forgotten."""
    row = db.session.execute(select(_review).where(_review.c.id == review_id).with_for_update()).one_or_none()
    if row is None:
        raise NoReview
    if not row.words:
        raise Gone
    return row


def removal_of(review_id: int) -> Any:
    """Its removal, or None."""
    return db.session.execute(select(_removal).where(_removal.c.review_id == review_id)).one_or_none()


def is_removed(removal: Any) -> bool:
    return removal is not None and not removal.restored


def seal(kind: str, table: Table, review_id: int, at: datetime) -> None:
    """The chain digests what stands in the row by now; what an earlier entry of that kind digested is nobody's any
    more, and its salt is gone."""
    key = table.c.id if table is _review else table.c.review_id
    row = db.session.execute(select(table).where(key == review_id)).mappings().one()
    earlier = select(_entry.c.number).where(_entry.c.review_id == review_id, _entry.c.kind == kind)
    write(delete(_salt).where(_salt.c.number.in_(earlier)))
    append(kind, review_id, at, content_of(kind, row))
