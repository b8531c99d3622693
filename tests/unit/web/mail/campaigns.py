"""Letters of campaigns: with an offer, without one, by a recipe, and as a copy to whoever wrote it."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select, update

from app.booking.models import Booking
from app.identity.operations import settle_consent
from app.offers.campaigns.models import CampaignGuest
from app.offers.segments.rules import Conditions
from app.outbox import Announced, announce
from app.store import db, transaction, write
from app.worker.campaigns import send_campaigns
from tests.campaigning import LETTER, offer, released, segment
from tests.unit.web.mail.after_stay import left
from tests.unit.web.mail.examples import newest


def campaign() -> Announced:
    """Anna left, agreed, and has not had supper but once."""
    return _sent(offer(code="LEEKS"))


def campaign_without_offer() -> Announced:
    return _sent(None)


def campaign_found() -> Announced:
    """By a recipe that says what it found."""
    message = _sent(None)
    words = "You used to come about every six months, and it is 14 months since you left."
    own = update(CampaignGuest).where(CampaignGuest.id == message.subject_id)
    transaction(lambda: write(own.values(found=words)))
    return message


def campaign_trial() -> Announced:
    offered = {"slug": "autumn-for-less", "title": "Autumn for less", "line": "The garden is quiet.", "code": None}
    facts = {"subject": "The leeks are in", "letter": LETTER, "offer": offered, "channel": "offers", "found": ""}
    facts |= {"reason": "You had supper on both your stays."}
    transaction(lambda: announce("campaign_trial", "staff", 1, "nell@quince.example", facts, occasion="1"))
    return newest("campaign_trial")


def _sent(promotion_id: int | None) -> Announced:
    guest_id = db.session.scalar(select(Booking.guest_id).where(Booking.id == left()))
    settle_consent(guest_id or 0, "offers", True)
    released(promotion_id, segment_id=segment("Everybody", Conditions()))
    send_campaigns()
    return newest("campaign")


CAMPAIGNS: dict[str, Callable[[], Announced]] = {
    "campaign": campaign,
    "campaign_without_offer": campaign_without_offer,
    "campaign_found": campaign_found,
    "campaign_trial": campaign_trial,
}
