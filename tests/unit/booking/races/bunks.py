"""What several races need: a bed for every client, and clients who want it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.catalogue.operations import add_all
from app.store import transaction
from tests import builders
from tests.cast import found

Sixteen = Callable[..., list[Any]]


def bunks(rooms: int) -> None:
    """A room type with a bed for every client, and a rate."""
    house = found()
    room_type = builders.room_type(house, "bunk", rooms)
    builders.rates(room_type, house.plans["flexible"], 9000)
    transaction(lambda: add_all(builders.Room, []))
