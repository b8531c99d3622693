"""Guests who send their friends: the link that each of them has, and which codes on an address count."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import current_app

from app.config import Config
from app.identity.referrals import PREFIX, is_good, referral_code


def guest_link(guest_id: int) -> str:
    """The address that a guest may give away. What is booked by it says who sent it, and to the friend nothing."""
    settings: Config = current_app.config["SETTINGS"]
    return f"{settings.address}/?{urlencode({'referral': referral_code(guest_id, settings.secrets)})}"


def kept_referral(words: str) -> str | None:
    """What a checkout keeps of the words on its address: all but a guest's code that nobody gave out."""
    settings: Config = current_app.config["SETTINGS"]
    if words.startswith(PREFIX) and not is_good(words, settings.secrets):
        return None
    return words or None
