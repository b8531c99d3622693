"""Which days of the site's own a command is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from flask import current_app

if TYPE_CHECKING:
    from app.insight.period import Filters

SINCE = click.option("--since", metavar="DATE", help="Of the site's own: first day; 27 before the last unless told.")
UNTIL = click.option("--until", metavar="DATE", help="Of the site's own: the last day; today unless told.")


def zone() -> str:
    return str(current_app.config["SETTINGS"].group_timezone)


def period(since: str | None, until: str | None) -> Filters:
    """The days from one up to and with the other; raises `Invalid` for what is no date."""
    from app.insight.period import read_period
    from app.kernel import clock

    return read_period(since, until, clock.today(zone()))
