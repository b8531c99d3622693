"""Campaigns that are due, a few chunks of guests at a time."""

from __future__ import annotations

from flask import current_app

from app.kernel import clock
from app.offers.campaigns.operations import begin, decide_chunk, list_guests
from app.offers.campaigns.queries import due_campaigns
from app.offers.campaigns.rules import READY, window

MOST_CHUNKS = 10
"""Of one campaign in one run; the next run goes on."""


def send_campaigns() -> int:
    """Whoever a campaign is for is written down, decided about and written to, within its hours of the group's clock;
    answers how many were decided about. Any number of workers may do this side by side."""
    zone = current_app.config["SETTINGS"].group_timezone
    now, today = clock.now(), clock.today(zone)
    decided = 0
    for campaign in due_campaigns(today):
        first, last = window(today, campaign.from_hour, campaign.until_hour, zone)
        if not first <= now < last:
            continue
        if campaign.state == READY:
            begin(campaign.id)
        for _ in range(MOST_CHUNKS):
            listed, done = list_guests(campaign.id, today), decide_chunk(campaign.id, today)
            decided += done
            if not listed + done:
                break
    return decided
