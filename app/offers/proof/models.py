"""What the log of decisions came to, day by day: a page need not read it whole. Every row can be counted anew."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import BigId


class OfferSums(Base):
    """That decisions up to the id `upto_id` are summed up as they were at `at`, by days of `zone`. One row, or none.

    They were so many `decisions`, and `steps` is how much was known of them (`app.offers.proof.rules.sums.Sums`).
    """

    __tablename__ = "offer_sums"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(60))
    upto_id: Mapped[int] = mapped_column(BigId)
    decisions: Mapped[int]
    steps: Mapped[int]

    __table_args__ = (CheckConstraint("id = 1", "one"),)


class OfferDay(Base):
    """What was shown on a day, by offer and by the currency of what was kept; `currency` is empty for the rest.

    `guests` are those to whom the offer was shown on no day before, so that the days up to any day add up to how many
    saw it by then. The offer 0 is all of them together, of whom nothing but `guests` is counted.
    """

    __tablename__ = "offer_day"

    day_on: Mapped[date] = mapped_column(primary_key=True)
    promotion_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    guests: Mapped[int]
    times: Mapped[int]
    taken: Mapped[int]
    kept: Mapped[int]
    revenue_minor: Mapped[int] = mapped_column(BigId)
    cost_minor: Mapped[int] = mapped_column(BigId)

    __table_args__ = (CheckConstraint("times >= taken AND taken >= kept", "counts"),)


class OfferArmDay(Base):
    """Guests of an arm of whom something is known by now, by offer (0 is all together) and day, before and after the
    first verdict (`late`).

    `guests` counts each on the day of their first decision and `guests_came` those of them who came by now; `came` each
    on the day of the first upon which they came, `month_` each once a month; `first_at` is the first of the day.
    """

    __tablename__ = "offer_arm_day"

    day_on: Mapped[date] = mapped_column(primary_key=True)
    promotion_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    arm: Mapped[str] = mapped_column(String(8), primary_key=True)
    late: Mapped[bool] = mapped_column(primary_key=True)
    guests: Mapped[int]
    guests_came: Mapped[int]
    came: Mapped[int]
    month_guests: Mapped[int]
    month_came: Mapped[int]
    first_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("arm IN ('offers', 'holdout')", "arm"),)


class OfferGroup(Base):
    """Guests of an arm by the groups that they were in when they first saw an offer, on each side of the first verdict.

    `way` is the place of the way in which they are told apart (`app.offers.proof.rules.groups.WAYS`), `name` the group
    or the id of a house; `first_on` the day of the first of them.
    """

    __tablename__ = "offer_group"

    promotion_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    way: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    arm: Mapped[str] = mapped_column(String(8), primary_key=True)
    late: Mapped[bool] = mapped_column(primary_key=True)
    guests: Mapped[int]
    came: Mapped[int]
    first_on: Mapped[date]

    __table_args__ = (
        CheckConstraint("arm IN ('offers', 'holdout')", "arm"),
        CheckConstraint("guests >= came", "counts"),
    )
