"""What came of offers, as answers of yes (1) and no (0), by house where there is one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection

from sqlalchemy import case, func, select

from app.booking.models import Booking
from app.booking.rules import LIVE
from app.offers.decisions.models import OfferDecision
from app.offers.proof.rules import HOLDOUT, OFFERS
from app.plan.measures.measure import ByHouse, Days, instants
from app.promotions.models import PromotionUse
from app.store import db

_booking, _use, _decision = Booking.__table__, PromotionUse.__table__, OfferDecision.__table__
ARMS = {OFFERS: "With offers of their own", HOLDOUT: "Held out"}


def with_offer(_of: str, days: Days, location_ids: Collection[int] | None) -> ByHouse:
    """Of the bookings that arrived, how many took an offer or a code. One statement."""
    took = (
        select(_use.c.id)
        .where(_use.c.owner == "booking", _use.c.owner_id == _booking.c.id, _use.c.given_back_at.is_(None))
        .exists()
    )
    answer = case((took, 1), else_=0)
    here = () if location_ids is None else (_booking.c.location_id.in_(location_ids),)
    rows = db.session.execute(
        select(_booking.c.location_id, answer.label("took"), func.count())
        .where(_booking.c.arrival_on.between(*days), _booking.c.state.in_(LIVE), *here)
        .group_by(_booking.c.location_id, "took")
    )
    found: ByHouse = defaultdict(Counter)
    for place, took_one, count in rows:
        found[place][int(took_one)] += count
    return found


def came(arm: str, days: Days, location_ids: Collection[int] | None) -> ByHouse:
    """Of the guests of an arm who were shown offers in these days, how many booked within 28 days and came, as far as
    that is known. It belongs to no house: a guest is in one arm at all of them. One statement."""
    if location_ids is not None:
        return {}
    since, until = instants(days)
    each = (
        select(func.max(case((_decision.c.came, 1), else_=0)).label("came"))
        .where(_decision.c.arm == arm, _decision.c.came.is_not(None), _decision.c.at >= since, _decision.c.at < until)
        .group_by(_decision.c.guest_id)
        .subquery()
    )
    rows = db.session.execute(select(each.c.came, func.count()).group_by(each.c.came))
    found = Counter({int(answer): count for answer, count in rows})
    return {None: found} if found else {}
