"""One guest's letter on its way out: to whom it goes, and whether it still may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.identity.models import Consent, Guest
from app.kernel import clock
from app.offers.campaigns.audience import ENDED, WAITS, Candidate, Sought, candidates, facts_about, offered
from app.offers.campaigns.models import Campaign, CampaignGuest
from app.offers.campaigns.recipes import channel_of
from app.offers.campaigns.rules import HELD_BACK, OFFER_WAITS, PAUSED, REASONS, STOPPED, refusal
from app.store import db

_campaign, _own, _guest, _consent = Campaign.__table__, CampaignGuest.__table__, Guest.__table__, Consent.__table__


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom a letter goes, and what it says of them: `found` by the recipe, the true `reason` of the offer, the room
    `sought` that they were about to book."""

    guest_id: int
    first_name: str
    channel: str
    agreed_on: date | None
    found: str
    reason: str
    sought: Sought | None = None


def addressee(row_id: int) -> Addressee | None:
    """The guest of a row of a campaign."""
    row = _row(row_id)
    if row is None:
        return None
    channel = channel_of(row.recipe)
    said_at = select(func.max(_consent.c.said_at)).where(
        _consent.c.guest_id == row.guest_id, _consent.c.channel == channel, _consent.c.given
    )
    agreed_at = db.session.execute(said_at).scalar()
    first = row.name.split()[0] if row.name.split() else ""
    agreed_on = agreed_at.date() if agreed_at else None
    again = [one.sought for one in _candidates(row) if one.occasion == row.occasion] if row.recipe else []
    sought = again[0] if again else None
    return Addressee(row.guest_id, first, channel, agreed_on, row.found or "", row.true_reason or "", sought)


def still_refused(row_id: int) -> str | None:
    """Why the letter may not go after all, in words; None where it may. All but the caps, in which it is counted."""
    row = _row(row_id)
    if row is None or row.row_state != "sent":
        return "the guest is not among those of the campaign"
    if row.state == PAUSED:
        return HELD_BACK
    if row.state == STOPPED:
        return "the campaign was stopped"
    at, channel = clock.now(), channel_of(row.recipe)
    belonging = {one.guest_id for one in _candidates(row)}
    facts = facts_about([row.guest_id], belonging, channel=channel, promotion_id=row.promotion_id, at=at)
    facts.had_month.clear()
    facts.shown_often.clear()
    offer = offered(row.promotion_id, at.date()) if row.promotion_id is not None else None
    if offer is not None and offer.standing == WAITS:
        return OFFER_WAITS
    ended = offer is not None and offer.standing == ENDED
    why = refusal(row.guest_id, facts, channel=channel, offer_ended=ended)
    return REASONS[why] if why else None


def _candidates(row: Any) -> list[Candidate]:
    """The guest once more, as whom the campaign is for finds them now; nobody when they are not of it any more."""
    at = clock.now()
    return candidates(row.recipe, row.segment_id, at.date(), at, only=[row.guest_id])


def _row(row_id: int) -> Any:
    return db.session.execute(
        select(
            _own.c.guest_id, _own.c.found, _own.c.true_reason, _own.c.state.label("row_state"), _guest.c.name,
            _own.c.occasion, _campaign.c.recipe, _campaign.c.segment_id, _campaign.c.state, _campaign.c.promotion_id,
        )
        .join(_guest, _guest.c.id == _own.c.guest_id)
        .join(_campaign, _campaign.c.id == _own.c.campaign_id)
        .where(_own.c.id == row_id)
    ).one_or_none()  # fmt: skip
