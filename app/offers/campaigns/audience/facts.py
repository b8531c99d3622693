"""What holds now for some guests, read in a few statements however many they are.

Somebody who booked twice under one mail may be two guests, and two may have been found to be one: what one of them
said, refused, turned off or is owed counts for all of them (`kin_of`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, func, select, union

from app.booking.models import Booking
from app.care.cases.models import Case
from app.identity.models import Consent, Guest
from app.offers.campaigns.models import Campaign, CampaignGuest
from app.offers.campaigns.recipes import UNFINISHED
from app.offers.campaigns.rules import BASKET, MONTH, MOST_A_MONTH, MOST_A_WEEK, REFUSED_FOR, WEEK, Facts
from app.offers.decisions.models import OfferDecision, OfferRefusal
from app.offers.decisions.rules.new_houses import ANOTHER_HOUSE
from app.offers.history.rules.facts import SLEPT
from app.offers.segments.queries import audience_of, guests_in
from app.outbox.models import Message
from app.promotions.models import PromotionUse
from app.promotions.queries import promotion_of
from app.store import db

_guest, _consent, _case = Guest.__table__, Consent.__table__, Case.__table__
_campaign, _own, _message = Campaign.__table__, CampaignGuest.__table__, Message.__table__
_decision, _refusal = OfferDecision.__table__, OfferRefusal.__table__
_booking, _use = Booking.__table__, PromotionUse.__table__

AT_ONCE = 20_000
"""Ids in one statement; below what either engine takes."""
GIVEN_UP = "given up after%"
"""How a failure begins that was the server's and not the address's."""


def facts_about(
    guest_ids: Collection[int],
    belonging: Collection[int],
    *,
    channel: str,
    promotion_id: int | None,
    at: datetime,
) -> Facts:
    """What `rules.refusal` asks about these guests, as it stands at `at`."""
    found = Facts(belonging=set(belonging))
    every = sorted(guest_ids)
    # An offer that comes with a code is for whoever has it, and the letter names it: it has no other audience.
    for first in range(0, len(every), AT_ONCE):
        _read(found, every[first : first + AT_ONCE], channel, promotion_id, at)
    return found


def _read(found: Facts, ids: list[int], channel: str, promotion_id: int | None, at: datetime) -> None:
    people = db.session.execute(
        select(_guest.c.id, _guest.c.email, _guest.c.erased_at, _guest.c.merged_into_id).where(_guest.c.id.in_(ids))
    ).all()
    found.address.update({row.id: row.email for row in people if row.email})
    found.gone.update(set(ids) - {row.id for row in people if row.erased_at is None and row.merged_into_id is None})
    kin = kin_of(ids)
    off = select(kin.c.guest_id).join(_guest, _guest.c.id == kin.c.own_id).where(_guest.c.history_off_at.is_not(None))
    found.history_off.update(db.session.scalars(off))
    found.agreed.update(_agreed(kin, channel))
    found.bounced.update(_bounced(ids))
    found.open_case.update(_theirs(kin, _case, _case.c.state.in_(("open", "contacted"))))
    mailed = (_own.c.state == "sent", _own.c.decided_at > at - MONTH, *_counted(channel))
    found.had_month.update(_often(kin, _own, MOST_A_MONTH, *mailed))
    if promotion_id is None:
        return
    refused = and_(
        _refusal.c.promotion_id == promotion_id, _refusal.c.undone_at.is_(None), _refusal.c.at > at - REFUSED_FOR
    )
    found.refused.update(_theirs(kin, _refusal, refused))
    shown = (_decision.c.promotion_id == promotion_id, _decision.c.at > at - WEEK)
    found.shown_often.update(_often(kin, _decision, MOST_A_WEEK, *shown))
    own = promotion_of(promotion_id)
    if own is None or own.code:
        return
    audience = audience_of(own.id).conditions
    if not audience.empty:
        found.outside.update(set(ids) - set(guests_in(audience, at.date(), only=ids)))
    if own.kind == ANOTHER_HOUSE:
        found.outside.update(_know_all(kin, own.houses))
    if own.each_most is not None:
        live = (_use.c.promotion_id == own.id, _use.c.given_back_at.is_(None))
        found.each_used.update(_often(kin, _use, own.each_most, *live))


def kin_of(ids: Any) -> Subquery:
    """(`guest_id`, `own_id`): every row of `guest` that is the same person as one of these, a list or a statement."""
    asked, same = _guest.alias("asked"), _guest.alias("same")
    mine = asked.c.id.in_(ids)
    by_mail = and_(same.c.email_lower == asked.c.email_lower, same.c.erased_at.is_(None))
    return union(
        select(asked.c.id.label("guest_id"), asked.c.id.label("own_id")).where(mine),
        select(asked.c.id, same.c.id).join(same, by_mail).where(mine),
        select(asked.c.id, same.c.id).join(same, same.c.merged_into_id == asked.c.id).where(mine),
    ).subquery("kin")


def _agreed(kin: Subquery, channel: str) -> set[int]:
    """Those whose newest word on the channel is yes."""
    said = (
        select(kin.c.guest_id, func.max(_consent.c.id).label("newest"))
        .join(_consent, _consent.c.guest_id == kin.c.own_id)
        .where(_consent.c.channel == channel)
        .group_by(kin.c.guest_id)
        .subquery()
    )
    given = select(said.c.guest_id).join(_consent, _consent.c.id == said.c.newest).where(_consent.c.given)
    return set(db.session.scalars(given))


def _bounced(ids: list[int]) -> set[int]:
    """Those to whose address a mail came back, or was refused for good."""
    failed = (
        select(func.lower(_message.c.address).label("address"))
        .where(_message.c.state == "failed", _message.c.failure.not_like(GIVEN_UP))
        .distinct()
        .subquery()
    )
    found = select(_guest.c.id).join(failed, failed.c.address == _guest.c.email_lower).where(_guest.c.id.in_(ids))
    return set(db.session.scalars(found))


def _counted(channel: str) -> tuple[ColumnElement[bool], ...]:
    """Which letters count for the cap of a channel: for reminders those alone, else all."""
    if channel != BASKET:
        return ()
    return (_own.c.campaign_id.in_(select(_campaign.c.id).where(_campaign.c.recipe == UNFINISHED)),)


def _know_all(kin: Subquery, houses: Collection[int]) -> set[int]:
    """Those who slept at every one of these houses."""
    slept = (
        select(kin.c.guest_id)
        .join(_booking, _booking.c.guest_id == kin.c.own_id)
        .where(_booking.c.state.in_(SLEPT), _booking.c.location_id.in_(houses))
        .group_by(kin.c.guest_id)
        .having(func.count(_booking.c.location_id.distinct()) >= len(houses))
    )
    return set(db.session.scalars(slept))


def _theirs(kin: Subquery, table: Any, *where: Any) -> set[int]:
    found = select(kin.c.guest_id).join(table, table.c.guest_id == kin.c.own_id).where(*where)
    return set(db.session.scalars(found.distinct()))


def _often(kin: Subquery, table: Any, most: int, *where: Any) -> set[int]:
    """Those with as many rows as that, or more."""
    found = select(kin.c.guest_id).join(table, table.c.guest_id == kin.c.own_id).where(*where)
    counts = Counter(db.session.scalars(found))
    return {guest_id for guest_id, count in counts.items() if count >= most}
