"""Messages to send, written in the transaction of what they announce."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import FORGOTTEN, MAIL, PERSONAL, BigId, Facts, Id


class Message(Base):
    """One mail about one event. Kind, subject and occasion together are unique: an event announces once.

    `holder` has it in hand until `held_until_at` of the machine's clock. A message that failed after it was sent
    (`sent_at`) came back.
    """

    __tablename__ = "message"

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(30))
    subject: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int] = mapped_column(BigId)
    occasion: Mapped[str] = mapped_column(String(40), default="")
    template_version: Mapped[int] = mapped_column(default=1)
    language: Mapped[str] = mapped_column(String(10), default="en")
    address: Mapped[str] = mapped_column(String(254), info=MAIL)
    facts: Mapped[Facts]
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(String(500), info=PERSONAL)
    holder: Mapped[str | None] = mapped_column(String(40))
    held_until_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("kind", "subject", "subject_id", "occasion"),
        CheckConstraint("state IN ('waiting', 'sent', 'failed', 'withdrawn')", "state"),
        Index("ix_message_due", "state", "due_at"),
    )


class KeptMail(Base):
    """A mail that went to the mailbox, since there was no server to send it to."""

    __tablename__ = "kept_mail"

    message_id: Mapped[int] = mapped_column(BigId, ForeignKey("message.id"), primary_key=True, autoincrement=False)
    raw: Mapped[str] = mapped_column(Text, info=PERSONAL)
    kept_at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = ({"info": FORGOTTEN},)
