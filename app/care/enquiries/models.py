"""What people ask of a house, and what it answered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import MAIL, PERSONAL, BigId, Id

_OPEN_THREAD = text("channel = 'thread' AND closed_at IS NULL")


class Enquiry(Base):
    """Somebody asked a house something: by the `form` of the site, in the `thread` of a booking, or by `phone`.

    It waits since `waiting_since` for an answer; where that is None the house spoke last. `first_answer_at` is when
    somebody first answered, `closed_at` when there was nothing more to say. A booking has one open thread at most.
    A `complaint` has a case. `booking_id` may be said later. `theme` is one of `app.care.themes`, `notice_id` names the
    notice that it is about. Name, mail and telephone are those given with the form or on the telephone. `revision`
    counts what was done to it.
    """

    __tablename__ = "enquiry"

    id: Mapped[Id]
    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"))
    booking_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("booking.id"), index=True)
    guest_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("guest.id"), index=True)
    notice_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("notice.id"), index=True)
    channel: Mapped[str] = mapped_column(String(10))
    theme: Mapped[str] = mapped_column(String(20))
    complaint: Mapped[bool] = mapped_column(default=False)
    name: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    email: Mapped[str | None] = mapped_column(String(254), info=MAIL)
    phone: Mapped[str] = mapped_column(String(40), default="", info=PERSONAL)
    owner_id: Mapped[int | None] = mapped_column(BigId)
    revision: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]
    waiting_since: Mapped[datetime | None]
    first_answer_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("channel IN ('form', 'thread', 'phone')", "channel"),
        CheckConstraint("channel <> 'thread' OR booking_id IS NOT NULL", "thread"),
        CheckConstraint("closed_at IS NULL OR waiting_since IS NULL", "closed"),
        Index("ix_enquiry_closed", "location_id", "closed_at"),
        Index("ix_enquiry_opened", "location_id", "opened_at"),
        Index(
            "uq_enquiry_thread", "booking_id", unique=True, sqlite_where=_OPEN_THREAD, postgresql_where=_OPEN_THREAD
        ),
    )  # fmt: skip


class EnquiryMessage(Base):
    """What was said: by the `guest`, by the `house` to the guest, or as a `note` that the guest never reads."""

    __tablename__ = "enquiry_message"

    id: Mapped[Id]
    enquiry_id: Mapped[int] = mapped_column(BigId, ForeignKey("enquiry.id"), index=True)
    side: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(String(4000), info=PERSONAL)
    staff_id: Mapped[int | None] = mapped_column(BigId)
    written_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("side IN ('guest', 'house', 'note')", "side"),)
