"""A campaign's letter, tried on somebody whose name nobody sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.kernel import clock
from app.offers.campaigns.audience import offered
from app.offers.campaigns.queries import Kept
from app.outbox import Announced
from app.web.mail import Mail, compose


@dataclass(frozen=True, slots=True)
class Trial:
    """A campaign's letter as one of its guests would have it today, without their name."""

    campaign: Kept
    found: str
    reason: str
    today: date


def trial_facts(trial: Trial) -> dict[str, Any]:
    """What the message of a trial says."""
    campaign = trial.campaign
    offer = offered(campaign.promotion_id, trial.today) if campaign.promotion_id is not None else None
    return {
        "subject": campaign.subject,
        "letter": campaign.letter,
        "offer": offer.facts if offer else None,
        "channel": campaign.channel,
        "found": trial.found,
        "reason": trial.reason,
    }


def tried(trial: Trial) -> Mail:
    """The letter, to be looked at; nothing is sent."""
    at = clock.now()
    facts, name = trial_facts(trial), "campaign_trial"
    return compose(Announced(0, name, "staff", 0, "", 1, "en", "", facts, "", 0, at, at))
