"""The log of what was shown, what guests refused, the policies that were learnt, and the hold-out.

`promotion_id` is no foreign key in the log: a row is written after the answer has gone out and waits for nothing else.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import FORGOTTEN, PERSONAL, SECRET, BigId, Document, Id

OPEN = text("came IS NULL")
LEARNT = text("reward IS NOT NULL")
KEPT = text("outcome = 'kept'")


class OfferDecision(Base):
    """One place of one page, for a guest who was known: what could be chosen, how likely each was, and what was.

    `page` tells a page from others of its `place`; shown again within the hour it is the same decision. `eligible` are
    promotion ids and `propensities` their probabilities, in the same order and adding up to 1, fixed before `seed` drew
    `promotion_id`, which had `propensity`; `situation` and `features` are what the policy knew of page and guest.
    `policy_version` is that of `offer_model`; 0 is popularity. In the arm `holdout` the most popular offer is shown,
    with a propensity of 1; `released` were held out until the first verdict, and count no further. `instead_id` is what
    the other arm would have shown there; None where both show the same offers on that page.

    `outcome` is None until the offer is `taken` (a booking made with it), then `kept` once that booking has arrived or
    `lost` when it is cancelled or nobody came; `booking_id`, `revenue_minor` (its total) and `cost_minor` (what the
    offer took off) are that booking's. `reward` is None while it is open, then 1 for kept and 0 for all else, at
    `outcome_at`. `came` is what both arms are measured by: whether the guest booked anything within 28 days of it and
    arrived; None while that is open. An erased guest's rows keep neither features nor history. Kept 25 months.

    What offers add is read from indexes alone, since a row with its features is wide: none begins with `at`, which a
    range of days would prefer to those that hold all that is asked.
    """

    __tablename__ = "offer_decision"

    id: Mapped[Id]
    at: Mapped[datetime]
    guest_id: Mapped[int] = mapped_column(BigId, ForeignKey("guest.id"))
    place: Mapped[str] = mapped_column(String(10))
    page: Mapped[str] = mapped_column(String(32))
    position: Mapped[int] = mapped_column(SmallInteger)
    policy_version: Mapped[int]
    situation: Mapped[str] = mapped_column(String(40), default="")
    features: Mapped[dict[str, Any]] = mapped_column(Document, info=PERSONAL)
    eligible: Mapped[list[int]] = mapped_column(Document)
    propensities: Mapped[list[float]] = mapped_column(Document)
    promotion_id: Mapped[int] = mapped_column(BigId)
    instead_id: Mapped[int | None] = mapped_column(BigId)
    propensity: Mapped[float]
    arm: Mapped[str] = mapped_column(String(8))
    seed: Mapped[str] = mapped_column(String(60))
    outcome: Mapped[str | None] = mapped_column(String(5))
    outcome_at: Mapped[datetime | None]
    booking_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("booking.id"))
    currency: Mapped[str | None] = mapped_column(String(3))
    revenue_minor: Mapped[int | None]
    cost_minor: Mapped[int | None]
    reward: Mapped[int | None] = mapped_column(SmallInteger)
    came: Mapped[bool | None]

    __table_args__ = (
        CheckConstraint("place IN ('home', 'results', 'room', 'checkout', 'booking', 'account', 'mail')", "place"),
        CheckConstraint("arm IN ('offers', 'holdout', 'released')", "arm"),
        CheckConstraint("propensity > 0 AND propensity <= 1", "propensity"),
        CheckConstraint("outcome IN ('taken', 'kept', 'lost')", "outcome"),
        CheckConstraint("outcome IS NULL OR booking_id IS NOT NULL", "booking"),
        CheckConstraint("reward IS NULL OR (reward IN (0, 1) AND outcome_at IS NOT NULL)", "reward"),
        Index("ix_offer_decision_guest", "guest_id", "at"),
        Index("ix_offer_decision_promotion", "promotion_id", "guest_id", "at", "outcome"),
        Index("ix_offer_decision_arm", "guest_id", "arm", "came", "at", "promotion_id", "instead_id"),
        Index("ix_offer_decision_instead", "instead_id"),
        Index(
            "ix_offer_decision_kept",
            "promotion_id",
            "currency",
            "at",
            "revenue_minor",
            "cost_minor",
            sqlite_where=KEPT,
            postgresql_where=KEPT,
        ),
        Index("ix_offer_decision_open", "at", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_offer_decision_learnt", "outcome_at", sqlite_where=LEARNT, postgresql_where=LEARNT),
        {"sqlite_autoincrement": True},
    )


class OfferRefusal(Base):
    """A guest said "not this one". It holds for 30 days from `at`, or until `undone_at`."""

    __tablename__ = "offer_refusal"

    id: Mapped[Id]
    guest_id: Mapped[int] = mapped_column(BigId, ForeignKey("guest.id"))
    promotion_id: Mapped[int] = mapped_column(BigId, info=PERSONAL)
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_offer_refusal_guest", "guest_id", "at"),
        {"sqlite_autoincrement": True, "info": FORGOTTEN},
    )


class OfferModel(Base):
    """A policy as a night's refit left it (`app.offers.engine`): learnt from `n` decisions.

    The newest that was `adopted` ranks. `why` it was adopted or not.
    """

    __tablename__ = "offer_model"

    version: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime]
    document: Mapped[dict[str, Any]] = mapped_column(Document)
    n: Mapped[int]
    adopted: Mapped[bool] = mapped_column(default=False)
    why: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (CheckConstraint("n >= 0", "n"), {"sqlite_autoincrement": True})


class Holdout(Base):
    """Who is held out of offers: the part `share_bp` of guests by their hash with `salt`. One row.

    Half (5000) until the first verdict, at `verdict_at`; then a tenth, inside that half.
    """

    __tablename__ = "holdout"

    id: Mapped[Id]
    salt: Mapped[str] = mapped_column(String(64), info=SECRET)
    share_bp: Mapped[int] = mapped_column(default=5000)
    verdict_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("share_bp BETWEEN 0 AND 10000", "share"),)


class OfferUnshown(Base):
    """How often on a day an offer was not shown for a reason (`app.offers.decisions.rules.REASONS`). Of nobody."""

    __tablename__ = "offer_unshown"

    day_on: Mapped[date] = mapped_column(primary_key=True)
    promotion_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    reason: Mapped[str] = mapped_column(String(20), primary_key=True)
    times: Mapped[int]

    __table_args__ = (CheckConstraint("times > 0", "times"),)


class OfferPast(Base):
    """What the decisions of a day came to once they are older than 25 months and gone. Sums, of nobody.

    `currency` is empty where nothing was taken.
    """

    __tablename__ = "offer_past"

    day_on: Mapped[date] = mapped_column(primary_key=True)
    promotion_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    place: Mapped[str] = mapped_column(String(10), primary_key=True)
    arm: Mapped[str] = mapped_column(String(8), primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    shown: Mapped[int]
    taken: Mapped[int]
    kept: Mapped[int]
    came: Mapped[int]
    revenue_minor: Mapped[int] = mapped_column(BigId)
    cost_minor: Mapped[int] = mapped_column(BigId)

    __table_args__ = (CheckConstraint("shown >= taken AND taken >= kept AND shown >= came", "counts"),)
