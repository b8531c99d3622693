"""Before anything goes: how many a campaign would reach today, and how many not, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.catalogue.closed import house_of
from app.offers.campaigns.audience import ENDED, candidates, facts_about, offered
from app.offers.campaigns.queries import Kept
from app.offers.campaigns.rules import REASONS, refusal
from app.offers.campaigns.saying import true_reasons
from app.offers.history.models import GuestHistory
from app.offers.proof.rules import HOLDOUT, arm_of
from app.store import db

_history = GuestHistory.__table__
BP = 10_000


@dataclass(frozen=True, slots=True)
class Reach:
    """`found` guests are in the audience: those who `would_get` it, those `held_out`, and by reason those who may not.

    Guests under one mail are one. `examples` are the ids of some who would get it. All of it as it stands now; it is
    looked at again on sending.
    """

    found: int
    would_get: int
    held_out: int
    refused: tuple[tuple[str, int], ...]
    examples: tuple[int, ...]


def reach_of(campaign: Kept, today: date, at: datetime, *, examples: int = 20) -> Reach:
    """The same rules in the same order as on sending, over the whole audience; a dozen statements."""
    found = candidates(campaign.recipe, campaign.segment_id, today, at)
    ids = {one.guest_id for one in found}
    facts = facts_about(ids, ids, channel=campaign.channel, promotion_id=campaign.promotion_id, at=at)
    offer = offered(campaign.promotion_id, today) if campaign.promotion_id is not None else None
    ended = offer is not None and offer.standing == ENDED
    counts, getting, held_out = dict.fromkeys(REASONS, 0), list[int](), 0
    each = {(facts.address.get(one.guest_id) or str(one.guest_id)).lower(): one for one in reversed(found)}
    for one in sorted(each.values(), key=lambda one: one.guest_id):
        why = refusal(one.guest_id, facts, channel=campaign.channel, offer_ended=ended)
        if why:
            counts[why] += 1
        elif arm_of(one.guest_id, campaign.salt, campaign.holdout_bp / BP) == HOLDOUT:
            held_out += 1
        else:
            getting.append(one.guest_id)
    refused = tuple((why, count) for why, count in counts.items() if count)
    return Reach(len(each), len(getting), held_out, refused, tuple(getting[-examples:]))


@dataclass(frozen=True, slots=True)
class Example:
    """Somebody whom a campaign would reach, without a name: what a letter to them says."""

    guest_id: int
    stays: int
    house: str | None
    left_on: date | None
    found: str
    reason: str


def examples_of(campaign: Kept, guest_ids: Sequence[int], today: date, at: datetime) -> list[Example]:
    """These guests with what their letters would say, in this order."""
    words = {
        one.guest_id: one.found for one in candidates(campaign.recipe, campaign.segment_id, today, at, only=guest_ids)
    }
    reasons = true_reasons(guest_ids, campaign.promotion_id, today)
    known = {
        row.guest_id: row for row in db.session.execute(select(_history).where(_history.c.guest_id.in_(guest_ids)))
    }
    return [
        Example(
            guest_id,
            known[guest_id].stays if guest_id in known else 0,
            house_of(known[guest_id].location_id).name if guest_id in known and known[guest_id].location_id else None,
            known[guest_id].last_departure_on if guest_id in known else None,
            words.get(guest_id, ""),
            reasons.get(guest_id, ""),
        )
        for guest_id in guest_ids
    ]
