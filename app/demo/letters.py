"""What a fresh demo's guests agreed to be written to about, and a letter that some of them had.

The letter changed nothing: whoever looks at what it added reads that nobody can tell, which is the truth.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import func, insert, select

from app.booking.models import Booking
from app.demo.bulk import insert_rows
from app.demo.rows import table_of
from app.demo.staff import member_id
from app.identity.models import Consent, Guest
from app.identity.rules import CHANNELS
from app.offers.campaigns.models import Campaign, CampaignGuest
from app.offers.campaigns.operations import Wish, make_campaign
from app.offers.campaigns.rules import HALF_BP, address_key
from app.offers.proof.rules import HALF, HOLDOUT, arm_of
from app.offers.segments.operations import make_segment
from app.offers.segments.rules import Conditions
from app.promotions.rules import Promotion
from app.store import db, write

AGREED = {"offers": 55, "basket": 15}
"""Of a hundred guests with a mail address, by channel."""

SENT_BEFORE = timedelta(days=75)
"""Long enough ago that whoever booked since has mostly come."""

OFFERED = "a-tenth-off"
_guest, _booking, _campaign = table_of(Guest), table_of(Booking), table_of(Campaign)


def write_letters(offers: Mapping[str, Promotion], until: datetime, seed: int | str) -> int:
    """Consents, a segment, a letter that has gone and one that is a draft; answers how many guests had the first."""
    by, agreed = member_id("marketing"), _agree(seed)
    segment_id = make_segment("Came at least twice", Conditions(least_stays=2), by=by)
    offer = offers.get(OFFERED)
    make_campaign(
        Wish(
            "Supper by the fire", "There is a table by the fire", "It has two chairs and no hurry, {name}.", segment_id,
            None, until.date() + timedelta(days=7), time(10), time(18),
        ),
        by=by,
    )  # fmt: skip
    return _send(segment_id, offer.id if offer else None, until - SENT_BEFORE, seed, by, agreed)


def _agree(seed: int | str) -> set[int]:
    """The guests who agreed to offers, by a hash, on the day on which they first booked."""
    known = select(_guest.c.id, _guest.c.created_at).where(_guest.c.email.is_not(None)).order_by(_guest.c.id)
    rows = [
        {"guest_id": row.id, "channel": channel, "given": True, "text": CHANNELS[channel], "said_at": row.created_at}
        for row in db.session.execute(known)
        for channel, share in AGREED.items()
        if _of_hundred(f"{seed} {channel} {row.id}") < share
    ]
    if rows:
        insert_rows(table_of(Consent), rows)
    return {row["guest_id"] for row in rows if row["channel"] == "offers"}


def _send(
    segment_id: int, promotion_id: int | None, at: datetime, seed: int | str, by: int | None, agreed: set[int]
) -> int:
    found, salt = _came_twice(at), _digest(f"letter {seed}")
    if not found:
        return 0
    row: dict[str, Any] = {
        "title": "A tenth off, for those who know the way", "subject": "You know the way",
        "letter": "The garden has been busy since you were here.\n\nCome and see what it has to show for it, {name}.",
        "segment_id": segment_id, "promotion_id": promotion_id, "holdout_bp": HALF_BP, "salt": salt, "state": "sent",
        "send_from_on": at.date(), "from_hour": time(10), "until_hour": time(18), "listed_on": at.date(),
        "revision": 2, "made_at": at - timedelta(days=2), "started_at": at, "ended_at": at, "staff_id": by,
    }  # fmt: skip
    campaign_id = int(write(insert(_campaign).returning(_campaign.c.id), row).scalar_one())
    rows = []
    for guest_id, email in found.items():
        arm = arm_of(guest_id, salt, HALF)
        state = ("held_out" if arm == HOLDOUT else "sent") if guest_id in agreed else "refused"
        rows.append(
            {
                "campaign_id": campaign_id, "guest_id": guest_id, "address_key": address_key(email, salt), "arm": arm,
                "state": state, "why": "no_consent" if state == "refused" else None, "occasion": "",
                "attempt": int(state == "sent"), "listed_at": at, "decided_at": at,
            }
        )  # fmt: skip
    insert_rows(table_of(CampaignGuest), rows)
    return Counter(one["state"] for one in rows)["sent"]


def _came_twice(before: datetime) -> dict[int, str]:
    """Guests with an address who had left twice by then, one an address."""
    left = (
        select(_booking.c.guest_id)
        .where(_booking.c.state == "departed", _booking.c.departure_on <= before.date())
        .group_by(_booking.c.guest_id)
        .having(func.count() >= 2)
    )
    known = select(_guest.c.id, _guest.c.email, _guest.c.email_lower).where(
        _guest.c.id.in_(left), _guest.c.email.is_not(None)
    )
    each = {row.email_lower: row for row in db.session.execute(known.order_by(_guest.c.id.desc()))}
    return {row.id: row.email for row in sorted(each.values(), key=lambda row: int(row.id))}


def _digest(words: str) -> str:
    return blake2b(words.encode(), digest_size=16).hexdigest()


def _of_hundred(words: str) -> int:
    return int(_digest(words)[:8], 16) % 100
