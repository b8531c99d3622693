"""What a campaign added: bookings kept per guest, of those who had the letter and of those held out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select

from app.booking.models import Booking
from app.offers.campaigns.audience.facts import kin_of
from app.offers.campaigns.models import CampaignGuest
from app.offers.campaigns.rules import JUDGED_AFTER
from app.offers.proof.rules import HALF, OFFERS, Lift, Unit, measure, offers_share
from app.pricing.models import Quote
from app.promotions.models import PromotionUse
from app.store import db

_own, _booking, _quote, _use = CampaignGuest.__table__, Booking.__table__, Quote.__table__, PromotionUse.__table__
KEPT = ("in_house", "departed")
BP = 10_000


@dataclass(frozen=True, slots=True)
class Arm:
    """Guests of one arm, the bookings that they made within 60 days, and how many of these they arrived for."""

    guests: int = 0
    booked: int = 0
    kept: int = 0
    revenue_minor: int = 0

    @property
    def per_guest(self) -> float | None:
        return self.kept / self.guests if self.guests else None


@dataclass(frozen=True, slots=True)
class Results:
    """Both arms, what the offer cost on kept bookings of the letter's arm, and the lift in kept bookings per guest."""

    had_letter: Arm
    held_out: Arm
    cost_minor: int
    lift: Lift


@dataclass(frozen=True, slots=True)
class _Row:
    arm: str
    at: datetime
    booked: int
    kept: int
    revenue_minor: int
    cost_minor: int


def results_of(campaign_id: int, promotion_id: int | None, holdout_bp: int, now: datetime) -> Results:
    """As it stands at `now`. A booking that has not arrived yet counts as none: the arms wait alike.

    A guest whom a recipe found several times counts once, from the first time. Two statements.
    """
    rows = _rows(campaign_id, promotion_id)
    share = offers_share(holdout_bp / BP) if holdout_bp else HALF
    lift = measure((Unit(row.arm, row.at, row.kept, share) for row in rows), now)
    arms = {arm: _arm([row for row in rows if (row.arm == OFFERS) is (arm == OFFERS)]) for arm in (OFFERS, "held")}
    cost = sum(row.cost_minor for row in rows if row.arm == OFFERS)
    return Results(arms[OFFERS], arms["held"], cost, lift)


def _arm(rows: Sequence[_Row]) -> Arm:
    return Arm(
        len(rows),
        sum(row.booked for row in rows),
        sum(row.kept for row in rows),
        sum(row.revenue_minor for row in rows),
    )


def _rows(campaign_id: int, promotion_id: int | None) -> list[_Row]:
    first = (
        select(_own.c.guest_id, func.min(_own.c.id).label("id"))
        .where(_own.c.campaign_id == campaign_id, _own.c.state.in_(("sent", "held_out")))
        .group_by(_own.c.guest_id)
        .subquery()
    )
    decided = select(_own.c.guest_id, _own.c.arm, _own.c.decided_at).join(first, first.c.id == _own.c.id)
    people = {row.guest_id: row for row in db.session.execute(decided)}
    made: dict[int, list[Any]] = {guest_id: [] for guest_id in people}
    for row in db.session.execute(_bookings(campaign_id, promotion_id)):
        one = people.get(row.guest_id)
        if one is not None and one.decided_at < row.booked_at <= one.decided_at + JUDGED_AFTER:
            made[row.guest_id].append(row)
    return [_row(one, made[guest_id]) for guest_id, one in people.items()]


def _bookings(campaign_id: int, promotion_id: int | None) -> Any:
    """Bookings of its guests that stand or stood, under whichever row of their mail, with what they cost and
    what the offer took off them."""
    kin = kin_of(select(_own.c.guest_id).where(_own.c.campaign_id == campaign_id))
    earliest = select(func.min(_own.c.decided_at)).where(_own.c.campaign_id == campaign_id).scalar_subquery()
    off = (
        select(func.coalesce(func.sum(_use.c.minor), 0))
        .where(
            _use.c.owner == "booking",
            _use.c.owner_id == _booking.c.id,
            _use.c.promotion_id == (promotion_id or 0),
            _use.c.given_back_at.is_(None),
        )
        .scalar_subquery()
    )
    columns = (
        kin.c.guest_id,
        _booking.c.booked_at,
        case((_booking.c.state.in_(KEPT), 1), else_=0).label("kept"),
        _quote.c.total_minor,
        off.label("off_minor"),
    )
    made = select(*columns).join(_booking, _booking.c.guest_id == kin.c.own_id)
    return made.join(_quote, _quote.c.id == _booking.c.quote_id).where(_booking.c.booked_at > earliest)


def _row(one: Any, made: Sequence[Any]) -> _Row:
    kept = [row for row in made if row.kept]
    return _Row(
        one.arm,
        one.decided_at,
        len(made),
        len(kept),
        sum(row.total_minor for row in kept),
        sum(row.off_minor for row in kept),
    )
