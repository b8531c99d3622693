"""Guests to whom a house owes an answer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import MAIL, PERSONAL, BigId, Currency, Id


class Case(Base):
    """Something went wrong for a guest, who agreed to be written to. One case a subject (`survey` 7, `task` 12).

    `open` until somebody reached the guest, `contacted` until it is put right, then `resolved`, which takes a `theme`:
    the root cause. First contact is due at `due_at`; once that has passed without one, `escalated_at` says when the
    group was told. `title` names nobody, `words` are the guest's. `revision` counts what was done to it, `closings` how
    often it was resolved; `asked_again_at` is when the guest was asked whether it is put right, since it last was, and
    `put_right_at` when they said that it is: closed by the guest.

    `booking_id` is None of a complaint whose booking nobody knows; `name`, `email` and `phone` are then those that came
    with it, and stay when the booking becomes known. `owner_id` is who looks after it: whoever
    answers for the house, until somebody else takes it.
    """

    __tablename__ = "care_case"

    id: Mapped[Id]
    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"))
    booking_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("booking.id"), index=True)
    guest_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("guest.id"), index=True)
    subject: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int] = mapped_column(BigId)
    title: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(String(2000), default="", info=PERSONAL)
    name: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    email: Mapped[str | None] = mapped_column(String(254), info=MAIL)
    phone: Mapped[str] = mapped_column(String(40), default="", info=PERSONAL)
    state: Mapped[str] = mapped_column(String(10), default="open")
    owner_id: Mapped[int | None] = mapped_column(BigId)
    theme: Mapped[str | None] = mapped_column(String(20))
    revision: Mapped[int] = mapped_column(default=0)
    closings: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    contacted_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    asked_again_at: Mapped[datetime | None]
    put_right_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("subject", "subject_id"),
        CheckConstraint("state IN ('open', 'contacted', 'resolved')", "state"),
        CheckConstraint("(state = 'open') = (contacted_at IS NULL)", "contacted"),
        CheckConstraint("(state = 'resolved') = (resolved_at IS NOT NULL)", "resolved"),
        CheckConstraint("state <> 'resolved' OR theme IS NOT NULL", "cause"),
        Index("ix_care_case_state", "location_id", "state", "due_at"),
    )


class CaseNote(Base):
    """What somebody of the house wrote down on a case: `contact` with the guest, how it `ended`, or a `note`.

    `way` is how the guest was reached; with `mail` the words are the letter that went.
    """

    __tablename__ = "case_note"

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(BigId, ForeignKey("care_case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    way: Mapped[str | None] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(String(2000), info=PERSONAL)
    staff_id: Mapped[int | None] = mapped_column(BigId)
    written_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("kind IN ('contact', 'ended', 'note')", "kind"),
        CheckConstraint("(kind = 'contact') = (way IS NOT NULL)", "way"),
    )


class CaseRemedy(Base):
    """What a house gave for a case: goodwill that stands on the folio of its booking; `words` say what for."""

    __tablename__ = "case_remedy"

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(BigId, ForeignKey("care_case.id"), index=True)
    amount_minor: Mapped[int] = mapped_column(BigId)
    currency: Mapped[Currency]
    words: Mapped[str] = mapped_column(String(500), info=PERSONAL)
    staff_id: Mapped[int | None] = mapped_column(BigId)
    given_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("amount_minor > 0", "amount"),)
