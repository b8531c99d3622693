"""What the pages of rates share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from app.catalogue.queries import House
from app.identity.staff.rules import Actor, can
from app.web.respond import page

blueprint = Blueprint("rates", __name__)


def rates_page(name: str, actor: Actor, house: House, status: int = 200, **more: Any) -> Response:
    """A page of rates by its name, with what all of them need to know about who looks."""
    may_set = can(actor, "set_rates", house)
    return page(f"staff/rates/{name}.html", status, actor=actor, house=house, here="rates", may_set=may_set, **more)
