"""Letters about an offer to many guests, and what was decided about each of them."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import PERSONAL, SECRET, BigId, Id

WAITING = text("state = 'waiting'")


class Campaign(Base):
    """One letter to the guests of a segment, or day by day to whoever a recipe finds.

    `draft` while it is written, `ready` from when somebody released it until `send_from_on`, then `sending`, which
    `paused` interrupts, and `sent` or `stopped` in the end; a recipe never ends by itself. It goes out between
    `from_hour` and `until_hour` of the group's clock. Whom it is for is written down (`CampaignGuest`) in the order of
    guests' ids, up to and with `listed_to`, and all of it on `listed_on`; for a recipe that is the last time.
    `holdout_bp` of the guests get nothing, chosen by `salt`.
    """

    __tablename__ = "campaign"

    id: Mapped[Id]
    revision: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(120))
    recipe: Mapped[str | None] = mapped_column(String(20), unique=True)
    segment_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("segment.id"))
    promotion_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("promotion.id"), index=True)
    subject: Mapped[str] = mapped_column(String(120))
    letter: Mapped[str] = mapped_column(String(4000))
    holdout_bp: Mapped[int] = mapped_column(default=5000)
    salt: Mapped[str] = mapped_column(String(32), info=SECRET)
    send_from_on: Mapped[date]
    from_hour: Mapped[time]
    until_hour: Mapped[time]
    state: Mapped[str] = mapped_column(String(10), default="draft")
    listed_to: Mapped[int] = mapped_column(BigId, default=0)
    listed_on: Mapped[date | None]
    made_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    staff_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("staff.id"))

    __table_args__ = (
        CheckConstraint("state IN ('draft', 'ready', 'sending', 'paused', 'sent', 'stopped')", "state"),
        CheckConstraint("(recipe IS NULL) <> (segment_id IS NULL)", "whom"),
        CheckConstraint("holdout_bp BETWEEN 0 AND 9000", "holdout"),
        CheckConstraint("from_hour < until_hour", "hours"),
        CheckConstraint("(state IN ('sent', 'stopped')) = (ended_at IS NOT NULL)", "ended"),
        CheckConstraint("revision >= 1", "revision"),
        {"sqlite_autoincrement": True},
    )


class CampaignGuest(Base):
    """What was decided about one guest: `waiting`, then `sent`, `held_out` (the arm that gets nothing) or `refused`.

    `why` is the reason of a refusal, looked at for both arms alike. `occasion` is what a recipe found, so that it may
    find the same guest again another year; nobody has two rows of one campaign and occasion, by address or by id.
    `found` is the sentence of the recipe about what it found, `true_reason` the sentence of the offer; both stand in
    the letter. `attempt` counts how often the mail was put into the outbox.
    """

    __tablename__ = "campaign_guest"

    id: Mapped[Id]
    campaign_id: Mapped[int] = mapped_column(BigId, ForeignKey("campaign.id"))
    guest_id: Mapped[int] = mapped_column(BigId, ForeignKey("guest.id"), index=True)
    address_key: Mapped[str | None] = mapped_column(String(64), info=PERSONAL | SECRET)
    occasion: Mapped[str] = mapped_column(String(20), default="")
    arm: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    why: Mapped[str | None] = mapped_column(String(20))
    found: Mapped[str | None] = mapped_column(String(300), info=PERSONAL)
    true_reason: Mapped[str | None] = mapped_column(String(300), info=PERSONAL)
    attempt: Mapped[int] = mapped_column(default=0)
    listed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("campaign_id", "address_key", "occasion"),
        CheckConstraint("arm IN ('offers', 'holdout')", "arm"),
        CheckConstraint("state IN ('waiting', 'sent', 'held_out', 'refused')", "state"),
        CheckConstraint("(state = 'refused') = (why IS NOT NULL)", "why"),
        CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", "decided"),
        CheckConstraint("(state <> 'sent' OR arm = 'offers') AND (state <> 'held_out' OR arm = 'holdout')", "of_arm"),
        Index("ix_campaign_guest_waiting", "campaign_id", "id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_campaign_guest_state", "campaign_id", "state", "why"),
    )
