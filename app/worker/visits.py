"""What makes visits untraceable, and then gone."""

from __future__ import annotations

from flask import current_app

from app.config import Config
from app.experience.funnel.forgetting import REMEMBERED, forget_remembered, forget_visits, kept_since
from app.experience.funnel.salts import destroy_salts, prepare_salts
from app.kernel import clock

MOST_TURNS = 50
"""How often a run goes on where it ended; the next one does the rest."""


def change_salts() -> int:
    """Today and tomorrow have their salts, and those of days that began 48 hours ago are destroyed; how many were.

    Checkouts that went to pay as long ago know their visits no more.
    """
    settings: Config = current_app.config["SETTINGS"]
    today = clock.today(settings.group_timezone)
    prepare_salts(today)
    return destroy_salts(today) + forget_remembered(clock.now() - REMEMBERED)


def forget_old_visits() -> int:
    """Visits and events of more than 25 months ago are gone; how many rows were."""
    before, gone = kept_since(clock.now()), 0
    for _ in range(MOST_TURNS):
        done = forget_visits(before)
        gone += done
        if not done:
            break
    return gone
