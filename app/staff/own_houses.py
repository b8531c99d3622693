"""The houses about which a page without one in its address is, for this person."""

from __future__ import annotations

from app.catalogue.queries import House, catalogue
from app.identity.staff.rules import Actor, places


def own_houses(actor: Actor, action: str) -> list[House]:
    """The open houses at which this person may do that, in the group's order."""
    own = set(places(actor, action, (house.id for house in catalogue().houses)))
    return [house for house in catalogue().houses if house.id in own]
