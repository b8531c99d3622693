"""What the law, or a promise, says is to be forgotten by now."""

from __future__ import annotations

from flask import current_app

from app.booking.people.operations import purge_allergies, purge_register
from app.booking.people.rules import ALLERGIES_KEPT, REGISTER_KEPT
from app.config import Config
from app.kernel import clock


def purge_people() -> int:
    """Register entries of twelve months ago and allergies of thirty days ago are gone; how many were."""
    settings: Config = current_app.config["SETTINGS"]
    today = clock.today(settings.group_timezone)
    return purge_register(today - REGISTER_KEPT) + purge_allergies(today - ALLERGIES_KEPT)
