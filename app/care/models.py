"""What somebody in a house is to do, and by when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import PERSONAL, BigId, Id

REQUEST, NOT_RIGHT = "request", "not_right"
"""The kinds of task that a guest in the house makes: something wanted, something to be put right."""


RULE = "rule_asked"
"""A change of a rule that would have served what was asked for: whoever runs the house is to look at it."""


class Task(Base):
    """One thing to do about a subject (`booking` 7, `message` 12). Kind, subject and occasion together are unique.

    A task without a location is for whoever looks after the whole group. `title` names nobody; `words` may,
    and so may `outcome`, which says how it was done. `owner_id` is the member of staff who looks after it. `url` is the
    page of the desk where what it is about is looked at, where that is not the subject's own.
    """

    __tablename__ = "task"

    id: Mapped[Id]
    location_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("location.id"))
    kind: Mapped[str] = mapped_column(String(30))
    subject: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int] = mapped_column(BigId)
    occasion: Mapped[str] = mapped_column(String(40), default="")
    title: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(String(2000), default="", info=PERSONAL)
    state: Mapped[str] = mapped_column(String(10), default="open")
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    owner_id: Mapped[int | None] = mapped_column(BigId)
    url: Mapped[str] = mapped_column(String(300), default="")
    outcome: Mapped[str | None] = mapped_column(String(500), info=PERSONAL)

    __table_args__ = (
        UniqueConstraint("kind", "subject", "subject_id", "occasion"),
        CheckConstraint("state IN ('open', 'done')", "state"),
        CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", "done"),
        Index("ix_task_open", "state", "location_id", "due_at"),
        Index("ix_task_subject", "subject", "subject_id"),
    )
