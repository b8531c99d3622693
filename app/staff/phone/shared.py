"""What every view of the phone desk needs."""

from __future__ import annotations

from flask import Blueprint

from app.catalogue.queries import House, catalogue
from app.identity.staff.rules import Actor, places

blueprint = Blueprint("phone", __name__)
ACTION = "make_bookings"


def own_houses(actor: Actor) -> list[House]:
    """The open houses for which this person may book, in the group's order."""
    own = set(places(actor, ACTION, (house.id for house in catalogue().houses)))
    return [house for house in catalogue().houses if house.id in own]
