"""Promotions, the houses where they hold, and each use of one."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import BigId, Currency, Document, Id, Name, Slug


class Promotion(Base):
    """An offer, or what a code gives. Everything that is None sets no limit; no house is every house.

    `percent_bp` is how much of the price is taken off: of the room's nights, of the extra, of the supper, of what the
    better room costs more, or of the cheapest night; 10000 is for nothing. `nights` count that lie from
    `nights_from_on` to `nights_until_on` on one of `weekdays` (Monday is 0). No night is sold below `floor_minor`, and
    none where fewer than `least_left` rooms are left. `used` and `spent_minor` are the sums of its live uses.
    """

    __tablename__ = "promotion"

    id: Mapped[Id]
    revision: Mapped[int] = mapped_column(default=1)
    slug: Mapped[Slug] = mapped_column(unique=True)
    title: Mapped[Name]
    line: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[str] = mapped_column(String(20))
    percent_bp: Mapped[int] = mapped_column(default=0)
    amount_minor: Mapped[int | None]
    currency: Mapped[Currency]
    extra_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("extra.id"))
    room_type_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("room_type.id"))
    leaves_by: Mapped[time | None]
    book_from_on: Mapped[date | None]
    book_until_on: Mapped[date | None]
    nights_from_on: Mapped[date | None]
    nights_until_on: Mapped[date | None]
    weekdays: Mapped[str] = mapped_column(String(7), default="0123456")
    least_nights: Mapped[int | None]
    most_nights: Mapped[int | None]
    most_heads: Mapped[int | None]
    code: Mapped[str | None] = mapped_column(String(40), unique=True)
    by_code_only: Mapped[bool] = mapped_column(default=False)
    stacks: Mapped[bool] = mapped_column(default=False)
    uses_most: Mapped[int | None]
    used: Mapped[int] = mapped_column(default=0)
    each_most: Mapped[int | None]
    budget_minor: Mapped[int | None]
    spent_minor: Mapped[int] = mapped_column(default=0)
    floor_minor: Mapped[int | None]
    least_left: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(10), default="draft")
    made_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    staff_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("staff.id"))

    __table_args__ = (
        CheckConstraint(
            "kind IN ('percent', 'amount', 'extra', 'supper', 'better_room', 'later_departure', 'longer',"
            " 'another_house')",
            "kind",
        ),
        CheckConstraint("state IN ('draft', 'running', 'paused', 'stopped')", "state"),
        CheckConstraint("percent_bp BETWEEN 0 AND 10000", "percent"),
        CheckConstraint("amount_minor > 0", "amount"),
        CheckConstraint("book_from_on <= book_until_on AND nights_from_on <= nights_until_on", "dates"),
        CheckConstraint("least_nights >= 1 AND most_nights >= 1 AND least_nights <= most_nights", "length"),
        CheckConstraint("used >= 0 AND used <= uses_most", "uses"),
        CheckConstraint("spent_minor >= 0 AND spent_minor <= budget_minor", "budget"),
        CheckConstraint("NOT by_code_only OR code IS NOT NULL", "code"),
    )


class PromotionHouse(Base):
    """A house where a promotion holds; one without any holds at all of them."""

    __tablename__ = "promotion_house"

    promotion_id: Mapped[int] = mapped_column(BigId, ForeignKey("promotion.id"), primary_key=True, autoincrement=False)
    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"), primary_key=True, autoincrement=False)


class PromotionUse(Base):
    """One use: a checkout's until `expires_at`, then the booking's for good; live until `given_back_at`.

    `minor` is what it takes off, `terms` are what the promotion gave when it was taken: a booking keeps them.
    """

    __tablename__ = "promotion_use"

    id: Mapped[Id]
    promotion_id: Mapped[int] = mapped_column(BigId, ForeignKey("promotion.id"), index=True)
    owner: Mapped[str] = mapped_column(String(10))
    owner_id: Mapped[int] = mapped_column(BigId)
    guest_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("guest.id"), index=True)
    minor: Mapped[int]
    terms: Mapped[dict[str, Any]] = mapped_column(Document)
    taken_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    given_back_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("owner IN ('checkout', 'booking')", "owner"),
        CheckConstraint("minor >= 0", "minor"),
        CheckConstraint("owner = 'checkout' OR expires_at IS NULL", "expires"),
        Index(
            "uq_promotion_use_live",
            "owner",
            "owner_id",
            "promotion_id",
            unique=True,
            sqlite_where=text("given_back_at IS NULL"),
            postgresql_where=text("given_back_at IS NULL"),
        ),
        Index(
            "ix_promotion_use_expires_at",
            "expires_at",
            sqlite_where=text("given_back_at IS NULL"),
            postgresql_where=text("given_back_at IS NULL"),
        ),
        {"sqlite_autoincrement": True},
    )
