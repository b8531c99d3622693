"""Appending to the chain."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert, select, update

from app.experience.reviews.models import ReviewChain, ReviewEntry, ReviewSalt
from app.experience.reviews.rules import content_digest, linked
from app.store import db, write

_chain, _entry, _salt = ReviewChain.__table__, ReviewEntry.__table__, ReviewSalt.__table__


def append(kind: str, review_id: int, at: datetime, content: Mapping[str, object] | None = None) -> int:
    """The number of a new last entry of the chain, part of a transaction around.

    Whoever appends holds the end of the chain until their transaction is over, so that of two at once one follows the
    other. Nothing else is locked after it: it is the last thing that a transaction does.
    """
    end = db.session.execute(select(_chain).with_for_update()).one()
    salt = secrets.token_hex(32)
    digest = None if content is None else content_digest(salt, content)
    link = linked(end.number + 1, at, kind, review_id, digest, end.digest)
    row = {"number": link.number, "at": at, "kind": kind, "review_id": review_id, "content": digest}
    write(insert(_entry), row | {"previous": link.previous, "digest": link.digest})
    if content is not None:
        write(insert(_salt), {"number": link.number, "review_id": review_id, "salt": salt})
    write(update(_chain).values(number=link.number, digest=link.digest))
    return link.number
