"""The log of offers: what was likely adds up, what came of it is what bookings say, and nobody was shown what they
should not have been."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, or_, select

from app.identity.merging.models import Merge
from app.identity.models import Guest
from app.insight.verify.check import Check
from app.offers.decisions.models import Holdout, OfferDecision
from app.offers.proof.models import OfferArmDay, OfferDay, OfferGroup, OfferSums
from app.offers.proof.rules import HALF, OFFERS, arm_of
from app.offers.proof.rules.sums import EVERY
from app.offers.proof.summing import counted_anew
from app.store import db

_decision, _guest, _holdout = OfferDecision.__table__, Guest.__table__, Holdout.__table__
_merge, _arm_day, _group = Merge.__table__, OfferArmDay.__table__, OfferGroup.__table__


def wrong_arms() -> list[dict[str, Any]]:
    """Guests who stand in the log in the other arm than their hash says; one with others merged into it may be in both,
    and nobody is held out while no salt was drawn."""
    salt = db.session.execute(select(_holdout.c.salt).limit(1)).scalar()
    if salt is None:
        return []
    other = _guest.alias()
    joined = select(other.c.id).where(other.c.merged_into_id == _decision.c.guest_id)
    rows = db.session.execute(
        select(_decision.c.guest_id, _decision.c.arm, func.count().label("decisions"))
        .where(~joined.exists())
        .group_by(_decision.c.guest_id, _decision.c.arm)
        .order_by(_decision.c.guest_id)
    )
    return [
        {"guest": row.guest_id, "arm": row.arm, "decisions": row.decisions}
        for row in rows
        if (row.arm == OFFERS) != (arm_of(row.guest_id, salt, HALF) == OFFERS)
    ]


def wrong_sums() -> list[dict[str, Any]]:
    """Days on which the sums are not those of the log. What became known since they were made, and guests who were
    merged since, are not in them yet: then there is nothing to hold them against."""
    kept = db.session.execute(select(*OfferSums.__table__.c)).one_or_none()
    if kept is None:
        return []
    found = counted_anew(kept.upto_id, kept.zone)
    since = or_(_merge.c.merged_at >= kept.at, _merge.c.undone_at >= kept.at)
    if (found.decisions, found.steps) != (kept.decisions, kept.steps):
        return []
    if db.session.execute(select(_merge.c.id).where(since).limit(1)).first():
        return []
    return [*_apart(OfferDay, found.days), *_apart(OfferArmDay, found.arms), *_groups_apart()]


def _groups_apart() -> list[dict[str, Any]]:
    """Offers whose groups are not all of their guests. Who is in which may have changed with their bookings."""
    guests, came = func.sum(_group.c.guests), func.sum(_group.c.came)
    grouped = select(_group.c.promotion_id, _group.c.arm, _group.c.late, guests, came).where(_group.c.way == 0)
    guests, came = func.sum(_arm_day.c.guests), func.sum(_arm_day.c.guests_came)
    summed = select(_arm_day.c.promotion_id, _arm_day.c.arm, _arm_day.c.late, guests, came).where(
        _arm_day.c.promotion_id != EVERY
    )
    told = [
        {
            tuple(row[:3]): tuple(map(int, row[3:]))
            for row in db.session.execute(one.group_by(*one.selected_columns[:3]))
        }
        for one in (grouped, summed)
    ]
    wrong = sorted(key[0] for key in {*told[0], *told[1]} if told[0].get(key) != told[1].get(key))
    return [{"sums": "offer_group", "promotion": promotion_id} for promotion_id in dict.fromkeys(wrong)]


def _apart(model: Any, found: Mapping[Any, Any]) -> list[dict[str, Any]]:
    table = model.__table__
    rows = {tuple(row[: len(table.primary_key)]): tuple(row) for row in db.session.execute(select(*table.c))}
    right = {tuple(key): (*key, *(getattr(own, name) for name in _figures(table))) for key, own in found.items()}
    wrong = sorted(key for key in {*rows, *right} if rows.get(key) != right.get(key))
    return [{"sums": table.name, "day": key[0], "promotion": key[1]} for key in wrong]


def _figures(table: Any) -> list[str]:
    return [column.name for column in table.c if not column.primary_key]


CHECKS = [
    Check(
        "offer_propensities",
        "The propensities of a decision are those of what could be chosen, and add up to 1.",
        """
        SELECT id AS decision, propensity FROM offer_decision
        WHERE ABS(SUM_OF(propensities) - 1) > 0.000001 OR COUNT_OF(propensities) <> COUNT_OF(eligible)
        """,
    ),
    Check(
        "offer_outcomes",
        "What was kept has arrived, what was taken or kept is a use of that offer, and nothing else was rewarded.",
        """
        SELECT d.id AS decision, d.outcome, d.reward, b.id AS booking, b.state
        FROM offer_decision d LEFT JOIN booking b ON b.id = d.booking_id
        WHERE (d.outcome = 'kept' AND b.state NOT IN ('in_house', 'departed'))
            OR (d.outcome = 'taken' AND d.reward IS NOT NULL)
            OR (COALESCE(d.reward, 0) = 1 AND COALESCE(d.outcome, '') <> 'kept')
            OR (d.outcome IN ('taken', 'kept') AND NOT EXISTS (
                SELECT 1 FROM promotion_use u
                WHERE u.promotion_id = d.promotion_id AND u.owner = 'booking' AND u.owner_id = d.booking_id
            ))
        """,
    ),
    Check(
        "offer_uses",
        "A booking's quote takes off what its use of an offer says.",
        """
        SELECT u.id AS promotion_use, u.owner_id AS booking, u.minor, COALESCE(l.minor, 0) AS quoted
        FROM promotion_use u
        JOIN booking b ON b.id = u.owner_id
        LEFT JOIN (
            SELECT quote_id, NUMBER_IN(source, promotion_id) AS promotion_id, -SUM(gross_minor) AS minor
            FROM quote_line WHERE kind = 'reduction' GROUP BY quote_id, NUMBER_IN(source, promotion_id)
        ) l ON l.quote_id = b.quote_id AND l.promotion_id = u.promotion_id
        WHERE u.owner = 'booking' AND u.given_back_at IS NULL AND u.minor <> COALESCE(l.minor, 0)
        """,
    ),
    Check(
        "offers_add_nothing",
        "No offer makes a price higher.",
        "SELECT quote_id AS quote, position, gross_minor AS gross FROM quote_line"
        " WHERE kind = 'reduction' AND gross_minor > 0",
    ),
    Check("offer_sums", "The sums of a day's offers are those of its decisions.", "", found=wrong_sums),
    Check("offer_arms", "Who is held out is decided by the guest and the salt alone.", "", found=wrong_arms),
    Check(
        "offers_and_cases",
        "No promotion was shown to a guest with an open case.",
        """
        SELECT d.id AS decision, d.guest_id AS guest, c.id AS care_case
        FROM care_case c JOIN offer_decision d ON d.guest_id = c.guest_id
        WHERE d.at > c.opened_at AND (c.resolved_at IS NULL OR d.at < c.resolved_at)
            AND c.closings <= 1 AND (c.state = 'resolved' OR c.closings = 0)
        """,
    ),
    Check(
        "price_checks",
        "Whatever price was not everybody's has been answered.",
        "SELECT day, differing FROM price_check WHERE differing > 0 AND done IS NULL",
    ),
]
