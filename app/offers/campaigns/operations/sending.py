"""Deciding about guests who wait, and putting their letters into the outbox.

Everything is looked at again in the transaction that decides: consent, bounced mail, open cases, refusals, caps, the
audience, the offer and the campaign itself. What was decided is written down in it, with the letter; whoever dies in
the middle leaves nothing, and nobody is decided about twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update

from app.identity.models import Guest
from app.kernel import clock
from app.offers.campaigns.audience import ENDED, WAITS, Offered, candidates, facts_about, offered
from app.offers.campaigns.models import Campaign, CampaignGuest
from app.offers.campaigns.operations.listing import is_listed
from app.offers.campaigns.recipes import channel_of
from app.offers.campaigns.rules import CHUNK, KIND, SENDING, SENT, SUBJECT, refusal
from app.offers.campaigns.saying import true_reasons
from app.offers.decisions.deciding import site_arm
from app.offers.decisions.models import OfferDecision
from app.outbox import announce
from app.store import db, transaction, write

_campaign, _own, _guest = Campaign.__table__, CampaignGuest.__table__, Guest.__table__
PLACE = "mail"


def decide_chunk(campaign_id: int, today: date) -> int:
    """At most 200 guests who waited are decided about; answers how many, 0 when there is nothing to do now.

    A campaign that is not being sent, or whose offer is paused, decides nothing. Of two who do this at once the second
    goes on where the first ended; what is paused or stopped meanwhile ends after the chunk.
    """

    def work() -> int:
        row = db.session.execute(select(_campaign).where(_campaign.c.id == campaign_id).with_for_update()).one()
        if row.state != SENDING:
            return 0
        offer = offered(row.promotion_id, today) if row.promotion_id is not None else None
        if offer is not None and offer.standing == WAITS:
            return 0
        waiting = _waiting(campaign_id)
        if not waiting:
            _end(row, today)
            return 0
        _decide(row, waiting, offer, today, clock.now())
        return len(waiting)

    return transaction(work)


def _waiting(campaign_id: int) -> list[Any]:
    """The next who wait, nobody twice. Their guests' rows are ours until the transaction ends, so that campaigns that
    are sent side by side count the same caps."""
    waiting = select(_own).where(_own.c.campaign_id == campaign_id, _own.c.state == "waiting")
    rows = db.session.execute(waiting.order_by(_own.c.id).limit(CHUNK)).all()
    each = {row.guest_id: row for row in reversed(rows)}
    locked = select(_guest.c.id).where(_guest.c.id.in_(each)).order_by(_guest.c.id).with_for_update()
    db.session.execute(locked).all()
    return sorted(each.values(), key=lambda row: int(row.id))


def _end(row: Any, today: date) -> None:
    if row.recipe is None and is_listed(row, today):
        ended = update(_campaign).where(_campaign.c.id == row.id)
        write(ended.values(state=SENT, ended_at=clock.now()))


def _decide(row: Any, waiting: Sequence[Any], offer: Offered | None, today: date, at: datetime) -> None:
    ids = [one.guest_id for one in waiting]
    belonging = {one.guest_id for one in candidates(row.recipe, row.segment_id, today, at, only=ids)}
    channel = channel_of(row.recipe)
    facts = facts_about(ids, belonging, channel=channel, promotion_id=row.promotion_id, at=at)
    ended = offer is not None and offer.standing == ENDED
    refused, sent, held_out = defaultdict(list), [], []
    for one in waiting:
        if why := refusal(one.guest_id, facts, channel=channel, offer_ended=ended):
            refused[why].append(one.id)
        elif one.arm == "holdout":
            held_out.append(one.id)
        else:
            sent.append(one)
    for why, refused_ids in sorted(refused.items()):
        _settle(refused_ids, at, state="refused", why=why)
    _settle(held_out, at, state="held_out")
    if sent:
        _send(row, sent, facts.address, offer, today, at)


def _send(
    row: Any, sent: Sequence[Any], address: dict[int, str], offer: Offered | None, today: date, at: datetime
) -> None:
    reasons = true_reasons([one.guest_id for one in sent], offer.id if offer else None, today)
    for one in sent:
        own = {"state": "sent", "attempt": one.attempt + 1, "true_reason": reasons.get(one.guest_id)}
        _settle([one.id], at, **own)
        facts = {
            "campaign_id": row.id,
            "subject": row.subject,
            "letter": row.letter,
            "offer": offer.facts if offer else None,
        }
        announce(KIND, SUBJECT, one.id, address[one.guest_id], facts, occasion=str(one.attempt + 1))
    if offer is not None:
        write(insert(OfferDecision.__table__), [_impression(row, one.guest_id, offer.id, at) for one in sent])


def _impression(row: Any, guest_id: int, promotion_id: int, at: datetime) -> dict[str, Any]:
    """A letter is a decision of the log like any other, with one offer to choose from. Its arm is that of the site's
    own hold-out, of which letters take no notice: both arms of it have them alike."""
    return {
        "at": at,
        "guest_id": guest_id,
        "place": PLACE,
        "page": f"campaign-{row.id}",
        "position": 0,
        "policy_version": 0,
        "features": {},
        "eligible": [promotion_id],
        "propensities": [1.0],
        "promotion_id": promotion_id,
        "propensity": 1.0,
        "arm": site_arm(guest_id),
        "seed": "",
    }


def _settle(ids: Sequence[int], at: datetime, **values: Any) -> None:
    if ids:
        write(update(_own).where(_own.c.id.in_(ids)).values(decided_at=at, **values))
