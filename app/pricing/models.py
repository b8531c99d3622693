"""Rate plans, rates, restrictions, taxes, and the quote that is kept."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import APPEND_ONLY, BigId, Currency, Document, Id, Name, Slug, Words


class RatePlan(Base):
    """A way to buy a room. A derived plan is its base, times `1 + adjust_bp / 10000`, plus `adjust_minor` a night.

    `due_now_bp` of the total is paid at once, the rest by a link `balance_days` before arrival, or at the house where
    that is None; with `may_pay_at_house` the guest may owe it all there instead. `cancelling` is `free_until`
    (`free_days` before arrival at `free_time` on the house's clock) or `resale` (refunded as it is resold, less
    `resale_fee_minor` a stay).
    """

    __tablename__ = "rate_plan"

    id: Mapped[Id]
    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"))
    slug: Mapped[Slug]
    name: Mapped[Name]
    summary: Mapped[str] = mapped_column(String(300), default="")
    position: Mapped[int] = mapped_column(default=0)
    on_sale: Mapped[bool] = mapped_column(default=True)
    base_plan_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("rate_plan.id"))
    adjust_bp: Mapped[int] = mapped_column(default=0)
    adjust_minor: Mapped[int] = mapped_column(default=0)
    round_to_minor: Mapped[int] = mapped_column(default=100)
    due_now_bp: Mapped[int] = mapped_column(default=10_000)
    may_pay_at_house: Mapped[bool] = mapped_column(default=False)
    balance_days: Mapped[int | None]
    cancelling: Mapped[str] = mapped_column(String(12), default="free_until")
    free_days: Mapped[int] = mapped_column(default=2)
    free_time: Mapped[time] = mapped_column(default=time(12))
    resale_fee_minor: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        UniqueConstraint("location_id", "slug"),
        CheckConstraint("cancelling IN ('free_until', 'resale')", "cancelling"),
        CheckConstraint("due_now_bp BETWEEN 0 AND 10000", "due_now_bp"),
        CheckConstraint("round_to_minor > 0", "round_to_minor"),
    )


class PackagePart(Base):
    """What a plan includes beside the room, per head and night: `breakfast` or `supper`, gross.

    `added` puts it on top of the plan's price; otherwise it is a stated share inside that price.
    """

    __tablename__ = "package_part"

    rate_plan_id: Mapped[int] = mapped_column(BigId, ForeignKey("rate_plan.id"), primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    adult_minor: Mapped[int]
    child_minor: Mapped[int]
    added: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (CheckConstraint("kind IN ('breakfast', 'supper')", "kind"),)


class Rate(Base):
    """The gross price of a room type for two on a night, for a plan that has no base."""

    __tablename__ = "rate"

    night: Mapped[date] = mapped_column(primary_key=True)
    room_type_id: Mapped[int] = mapped_column(BigId, ForeignKey("room_type.id"), primary_key=True, autoincrement=False)
    rate_plan_id: Mapped[int] = mapped_column(BigId, ForeignKey("rate_plan.id"), primary_key=True, autoincrement=False)
    amount_minor: Mapped[int]

    __table_args__ = (CheckConstraint("amount_minor > 0", "amount"), {"sqlite_with_rowid": False})


class PriceHistory(Base):
    """Each rate that was ever published, the instant from which it held and by whom; None when it was withdrawn.

    `staff_id` is None where nobody did it by hand: the next nights open like those of the year before.
    """

    __tablename__ = "price_history"

    id: Mapped[Id]
    room_type_id: Mapped[int] = mapped_column(BigId, ForeignKey("room_type.id"))
    rate_plan_id: Mapped[int] = mapped_column(BigId, ForeignKey("rate_plan.id"))
    night: Mapped[date]
    amount_minor: Mapped[int | None]
    published_at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(BigId)

    __table_args__ = (Index("ix_price_history_rate", "room_type_id", "rate_plan_id", "night", "published_at"),)


class PartyPrice(Base):
    """What one person more or less costs a night at a house, gross. `band` is `single`, `adult` or `child`.

    `single` is the amount by which one adult alone pays less; a `child` row holds for ages `from_age` to `to_age`.
    """

    __tablename__ = "party_price"

    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"), primary_key=True, autoincrement=False)
    band: Mapped[str] = mapped_column(String(10), primary_key=True)
    from_age: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=0)
    to_age: Mapped[int] = mapped_column(default=0)
    amount_minor: Mapped[int]

    __table_args__ = (CheckConstraint("band IN ('single', 'adult', 'child', 'dog', 'cot')", "band"),)


class Restriction(Base):
    """What a night forbids, for a `location`, a `room_type` or a `rate_plan` (`scope`).

    `published_at` and `staff_id` say since when it stands as it does, and by whom; None where nobody did it by hand.
    """

    __tablename__ = "restriction"

    night: Mapped[date] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(String(10), primary_key=True)
    scope_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"), index=True)
    closed: Mapped[bool] = mapped_column(default=False)
    closed_to_arrival: Mapped[bool] = mapped_column(default=False)
    closed_to_departure: Mapped[bool] = mapped_column(default=False)
    min_stay_arrival: Mapped[int | None]
    min_stay_through: Mapped[int | None]
    max_stay: Mapped[int | None]
    published_at: Mapped[datetime | None]
    staff_id: Mapped[int | None] = mapped_column(BigId)

    __table_args__ = (CheckConstraint("scope IN ('location', 'room_type', 'rate_plan')", "scope"),)


class TaxRate(Base):
    """The VAT of a kind of line at a house from a date on: kinds are `room`, `breakfast`, `supper`, `extra`, `dog`."""

    __tablename__ = "tax_rate"

    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"), primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    holds_from_on: Mapped[date] = mapped_column(primary_key=True)
    rate_bp: Mapped[int]

    __table_args__ = (CheckConstraint("rate_bp BETWEEN 0 AND 10000", "rate_bp"),)


class Levy(Base):
    """A charge that nobody can avoid, inside every total: `percent` of the room, or `person_night` capped in nights."""

    __tablename__ = "levy"

    id: Mapped[Id]
    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"))
    name: Mapped[Name]
    kind: Mapped[str] = mapped_column(String(12))
    amount: Mapped[int]
    most_nights: Mapped[int | None]
    vat_bp: Mapped[int] = mapped_column(default=0)
    holds_from_on: Mapped[date]
    holds_until_on: Mapped[date | None]

    __table_args__ = (CheckConstraint("kind IN ('percent', 'person_night')", "kind"),)


class Quote(Base):
    """A price as it was told to somebody. Never changed: what is quoted is charged.

    What is not due now is asked for by mail on `balance_on`; at the house where that is None.
    """

    __tablename__ = "quote"

    id: Mapped[Id]
    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"))
    currency: Mapped[Currency]
    total_minor: Mapped[int] = mapped_column(index=True)
    due_now_minor: Mapped[int]
    balance_on: Mapped[date | None]
    policy: Mapped[Words]
    free_until_at: Mapped[datetime | None]
    terms_version: Mapped[int]
    made_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("0 <= due_now_minor AND due_now_minor <= total_minor", "due_now"),
        {"info": APPEND_ONLY},
    )


class QuoteLine(Base):
    """One line: gross, its VAT, and where the figure comes from (`source`: rate plan, band, levy, offer)."""

    __tablename__ = "quote_line"

    quote_id: Mapped[int] = mapped_column(BigId, ForeignKey("quote.id"), primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    part: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(String(12))
    night: Mapped[date | None]
    label: Mapped[Name]
    count: Mapped[int] = mapped_column(default=1)
    gross_minor: Mapped[int]
    vat_bp: Mapped[int]
    vat_minor: Mapped[int]
    source: Mapped[dict[str, Any] | None] = mapped_column(Document)

    __table_args__ = (
        CheckConstraint("kind IN ('room', 'breakfast', 'supper', 'extra', 'dog', 'cot', 'reduction', 'levy')", "kind"),
        {"info": APPEND_ONLY},
    )
