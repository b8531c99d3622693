"""What guests wrote, once it has been kept long enough; the numbers stay."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from app.experience.surveys.models import Answer
from app.store import transaction, write

_answer = Answer.__table__


def forget_comments(answered_before: datetime) -> int:
    """The words of answers that were given before then are gone, and no name stands beside them; answers how many."""
    old = update(_answer).where(_answer.c.answered_at < answered_before, _answer.c.words != "")
    return transaction(lambda: int(write(old.values(words="", named=False)).rowcount))
