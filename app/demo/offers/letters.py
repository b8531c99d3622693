"""Letters about the demo's offers: who agreed to have any, the segments, and campaigns sent, drafted and on recipes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import insert

from app.demo.offers.offering import Offering, Regular
from app.demo.rows import Row, insert_all, table_of
from app.demo.staff import member_id
from app.identity.models import Consent
from app.identity.rules import CHANNELS
from app.offers.campaigns.audience import offered
from app.offers.campaigns.models import Campaign, CampaignGuest
from app.offers.campaigns.operations.keeping import Wish, make_campaign, set_up_recipe
from app.offers.campaigns.recipes import RECIPES
from app.offers.campaigns.rules import HALF_BP, KIND, SENT, SUBJECT, address_key
from app.offers.proof.rules import HALF, OFFERS, arm_of
from app.offers.segments import Conditions, make_segment, set_audience
from app.outbox.models import Message
from app.promotions.rules import Promotion
from app.store import reserve_ids, write

CHANNEL = "offers"
AGREED_OF_TEN = 4
"""How many guests of ten ticked the box when they booked."""

SENT_AGO = timedelta(days=80)
MORNING, EVENING = time(10), time(18)
SENT_AFTER = timedelta(seconds=40)

SEGMENTS = {
    "Stayed twice or more": Conditions(least_stays=2),
    "Have been": Conditions(least_stays=1),
    "With a dog": Conditions(dogs="with"),
    "Midweek, for the supper": Conditions(nights="midweek", supper="with"),
    "Away longer than they usually are": Conditions(lapsed=True),
}
AUDIENCES = {"a-tenth-off": "Have been", "bed-for-the-dog": "With a dog"}

LETTER = (
    "The beds are dug, the quinces are in, and the kitchen has more to say than the garden.\n\n"
    "You know the way. If you come this autumn, twenty pounds stay with you."
)
DRAFT_LETTER = (
    "Midweek the dining room is yours, nearly. The kitchen likes it: it cooks what came up that morning and nothing"
    " else.\n\nCome from Sunday to Thursday."
)


def write_letters(offering: Offering, until: datetime) -> int:
    """Guests agreed or did not; segments, audiences and campaigns are there; answers how many had a letter."""
    by = member_id("marketing")
    segments = {name: make_segment(name, conditions, by=by) for name, conditions in SEGMENTS.items()}
    for slug, name in AUDIENCES.items():
        if slug in offering.offers:
            set_audience(offering.offers[slug].id, segments[name], by=by)
    agreed = [one for one in offering.regulars() if _agrees(one)]
    insert_all(Consent, [_consent(one) for one in agreed])
    for recipe in RECIPES:
        set_up_recipe(recipe.key, today=until.date(), by=by)
    _draft(segments["Midweek, for the supper"], offering.offers.get("quieter-days"), until, by)
    return _sent(segments["Stayed twice or more"], offering.offers.get("twenty-back"), agreed, until, by)


def _agrees(one: Regular) -> bool:
    return blake2b(f"letters {one.mail}".encode(), digest_size=1).digest()[0] % 10 < AGREED_OF_TEN


def _consent(one: Regular) -> Row:
    said_at = one.booked_at[0]
    return {
        "guest_id": one.guest_id, "channel": CHANNEL, "given": True, "text": CHANNELS[CHANNEL], "said_at": said_at,
    }  # fmt: skip


def _draft(segment_id: int, offer: Promotion | None, until: datetime, by: int | None) -> None:
    wish = Wish(
        "Quieter days in the new year", "The garden from Sunday to Thursday", DRAFT_LETTER, segment_id,
        offer.id if offer else None, until.date() + timedelta(days=14), MORNING, EVENING,
    )  # fmt: skip
    make_campaign(wish, by=by)


def _sent(segment_id: int, offer: Promotion | None, agreed: Sequence[Regular], until: datetime, by: int | None) -> int:
    """One went out a while ago, half of its guests held out."""
    at = until - SENT_AGO + timedelta(hours=10)
    whom = [one for one in agreed if len(one.slept(at.date())) > 1]
    salt = blake2b(b"the autumn letter", digest_size=16).hexdigest()
    row: dict[str, Any] = {
        "title": "Twenty pounds for the autumn", "subject": "The quinces are in", "letter": LETTER,
        "segment_id": segment_id, "promotion_id": offer.id if offer else None, "holdout_bp": HALF_BP, "salt": salt,
        "send_from_on": at.date(), "from_hour": MORNING, "until_hour": EVENING, "state": SENT, "revision": 3,
        "listed_to": max((one.guest_id for one in whom), default=0), "listed_on": at.date(),
        "made_at": at - timedelta(days=5), "started_at": at, "ended_at": at + timedelta(hours=1), "staff_id": by,
    }  # fmt: skip
    table = table_of(Campaign)
    campaign_id = int(write(insert(table).returning(table.c.id), row).scalar_one())
    ids = reserve_ids(CampaignGuest, len(whom))
    rows = [_listed(number, campaign_id, one, salt, at) for number, one in zip(ids, whom, strict=True)]
    insert_all(CampaignGuest, rows)
    found = offered(offer.id, until.date()) if offer else None
    facts = {
        "campaign_id": campaign_id, "subject": row["subject"], "letter": LETTER,
        "offer": found.facts if found else None,
    }  # fmt: skip
    mails = [
        _mail(own["id"], one.mail, facts, at) for own, one in zip(rows, whom, strict=True) if own["state"] == "sent"
    ]
    insert_all(Message, mails)
    return len(mails)


def _listed(number: int, campaign_id: int, one: Regular, salt: str, at: datetime) -> Row:
    arm = arm_of(one.guest_id, salt, HALF)
    return {
        "id": number, "campaign_id": campaign_id, "guest_id": one.guest_id, "address_key": address_key(one.mail, salt),
        "occasion": "", "arm": arm, "state": "sent" if arm == OFFERS else "held_out", "attempt": int(arm == OFFERS),
        "listed_at": at, "decided_at": at,
    }  # fmt: skip


def _mail(row_id: int, address: str, facts: dict[str, Any], at: datetime) -> Row:
    return {
        "kind": KIND, "subject": SUBJECT, "subject_id": row_id, "occasion": "1", "template_version": 1,
        "language": "en", "address": address, "facts": facts, "state": "sent",
        "message_id": f"<{KIND}-{SUBJECT}-{row_id}-1@quince>", "attempts": 1, "made_at": at, "due_at": at,
        "sent_at": at + SENT_AFTER,
    }  # fmt: skip
