"""The houses about which a page without one in its address is, for this person."""

from __future__ import annotations

from app.catalogue.queries import House, catalogue
from app.identity.staff.rules import Actor, places
from app.kernel.errors import Refused


class NoHouse(Refused):
    """The group has no house yet, or the person's own was given up."""

    code = "no_house"

    def __init__(self) -> None:
        super().__init__("No house is open at which you could see this. An administrator adds and opens houses.")


def own_houses(actor: Actor, action: str) -> list[House]:
    """The open houses at which this person may do that, in the group's order."""
    own = set(places(actor, action, (house.id for house in catalogue().houses)))
    return [house for house in catalogue().houses if house.id in own]


def some_houses(actor: Actor, action: str) -> list[House]:
    """The same, one at least. Raises `NoHouse`."""
    if not (found := own_houses(actor, action)):
        raise NoHouse
    return found
