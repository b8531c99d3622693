"""Planned works, disturbances and outages, and whom each of them touches."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import BigId, Currency, Document, Id


class Notice(Base):
    """What a house says about something that is not as usual, from `begins_at` to `ends_at`.

    `draft` while it is written; `announced` from when somebody sent it; `over` once it has passed, or `withdrawn` when
    it does not take place. `revision` counts every change, and guests hear of each that follows the announcement.
    `whom` are the keys of those whom it touches (`rules.WHOM`), `room_types` the ids of the rooms' types and `rooms` of
    single doors where it is felt, none of either for all.
    `matched_revision` is the last revision for which its touches stand written down, `told_out_at` when everybody had
    been told of the present one; `revised_at` is when anything about it changed last, None before anybody could know of
    it. `said` are the words of the last update, `delayed` whether it moved the end.
    Remedies (`keep_minor` off the bill, other dates, another house, free cancelling) hold until `choose_until_at`.
    """

    __tablename__ = "notice"

    id: Mapped[Id]
    revision: Mapped[int] = mapped_column(default=1)
    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"))
    facility_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("facility.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(120))
    meaning: Mapped[str] = mapped_column(String(1000))
    said: Mapped[str] = mapped_column(String(1000), default="")
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    delayed: Mapped[bool] = mapped_column(default=False)
    weight: Mapped[str] = mapped_column(String(6))
    whom: Mapped[list[str]] = mapped_column(Document)
    room_types: Mapped[list[int]] = mapped_column(Document)
    rooms: Mapped[list[int]] = mapped_column(Document)
    keep_minor: Mapped[int] = mapped_column(default=0)
    may_move_dates: Mapped[bool] = mapped_column(default=False)
    may_move_house: Mapped[bool] = mapped_column(default=False)
    may_cancel_free: Mapped[bool] = mapped_column(default=False)
    choose_until_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(10), default="draft")
    matched_revision: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    announced_at: Mapped[datetime | None]
    told_out_at: Mapped[datetime | None]
    revised_at: Mapped[datetime | None]
    over_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    staff_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("staff.id"))

    __table_args__ = (
        CheckConstraint("kind IN ('planned', 'disturbance', 'outage')", "kind"),
        CheckConstraint("weight IN ('low', 'felt', 'heavy')", "weight"),
        CheckConstraint("state IN ('draft', 'announced', 'over', 'withdrawn')", "state"),
        CheckConstraint("begins_at < ends_at", "times"),
        CheckConstraint("keep_minor >= 0", "keep"),
        CheckConstraint("revision >= 1", "revision"),
        CheckConstraint("state NOT IN ('announced', 'over') OR announced_at IS NOT NULL", "announced"),
        CheckConstraint("(state = 'over') = (over_at IS NOT NULL)", "over"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", "withdrawn"),
        Index("ix_notice_house", "location_id", "state", "begins_at"),
        {"sqlite_autoincrement": True},
    )


class NoticeTouch(Base):
    """Somebody whom a notice touches: a `booking`, with its tables, or an entry of the `waitlist`.

    `nights` are the touched ones as ISO dates, `why` what it means for them (`{"key", "nights", "says"}` each),
    `value_minor` what was paid or is owed for those nights. `told_revision` is the last revision that they were told
    of, or that could reach nobody; `told_at` is when, None while no message ever went, `first_told_at` when the first
    one did. `accepted_at`: they read it before they booked. `seen_at`: they opened its page first, and `seen_revision`
    is what stood there last. `gone_at`: it touches them no more, because of their own
    change, or since the notice says something else from `gone_revision` on. `reached_at`: the desk rang them.
    """

    __tablename__ = "notice_touch"

    id: Mapped[Id]
    notice_id: Mapped[int] = mapped_column(BigId, ForeignKey("notice.id"))
    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"))
    subject: Mapped[str] = mapped_column(String(10))
    subject_id: Mapped[int] = mapped_column(BigId)
    guest_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("guest.id"), index=True)
    nights: Mapped[list[str]] = mapped_column(Document)
    why: Mapped[list[dict[str, Any]]] = mapped_column(Document)
    value_minor: Mapped[int] = mapped_column(default=0)
    currency: Mapped[Currency]
    found_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    first_told_at: Mapped[datetime | None]
    told_revision: Mapped[int] = mapped_column(default=0)
    accepted_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    seen_revision: Mapped[int | None]
    choice: Mapped[str | None] = mapped_column(String(6))
    chosen_at: Mapped[datetime | None]
    reached_at: Mapped[datetime | None]
    reached_by: Mapped[int | None] = mapped_column(BigId)
    gone_at: Mapped[datetime | None]
    gone_revision: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        UniqueConstraint("notice_id", "subject", "subject_id"),
        CheckConstraint("subject IN ('booking', 'waitlist')", "subject"),
        CheckConstraint("choice IN ('keep', 'dates', 'house', 'cancel')", "choice"),
        CheckConstraint("(choice IS NULL) = (chosen_at IS NULL)", "chosen"),
        CheckConstraint("gone_at IS NOT NULL OR gone_revision = 0", "gone"),
        Index("ix_notice_touch_subject", "subject", "subject_id"),
        Index("ix_notice_touch_telling", "notice_id", "told_revision", "id"),
        {"sqlite_autoincrement": True},
    )


class NoticeCursor(Base):
    """Up to which entry of the journal touches have followed bookings and the waitlist."""

    __tablename__ = "notice_cursor"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    journal_id: Mapped[int] = mapped_column(BigId)
    moved_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("id = 1", "one"),)
