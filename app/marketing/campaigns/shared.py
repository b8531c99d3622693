"""What the pages of campaigns have in common."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, current_app

from app.kernel import clock
from app.offers.campaigns.queries import Kept, campaign_with
from app.web.respond import not_found

blueprint = Blueprint("campaigns", __name__)
ACTION = "send_campaigns"
URL = "/marketing/campaigns"


def zone() -> str:
    """The group's time zone, by whose clock campaigns are sent."""
    return str(current_app.config["SETTINGS"].group_timezone)


def today() -> date:
    """The group's own day."""
    return clock.today(zone())


def found(campaign_id: int) -> Kept:
    """The campaign of an address. Raises `NotFound`."""
    campaign = campaign_with(campaign_id)
    if campaign is None:
        raise not_found()
    return campaign
