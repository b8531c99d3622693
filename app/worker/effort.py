"""What was learnt of ease, once a night."""

from __future__ import annotations

from flask import current_app

from app.config import Config
from app.experience.effort import refit
from app.kernel import clock
from app.worker.backups import last_night


def learn_effort() -> int:
    """The night that has passed has its model of ease, if enough have answered; 1 when it was made now, else 0."""
    settings: Config = current_app.config["SETTINGS"]
    return int(refit(last_night(clock.now(), settings.group_timezone)))
