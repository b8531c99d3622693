"""What is offered where counting alone does not say so: nights that can be held, with somebody moved or not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from app.booking import operations as booking
from app.booking.rooms import free_doors
from app.booking.rooms.free_doors import FreeDoors
from app.inventory import operations as inventory
from app.kernel import clock
from app.kernel.stay import Stay
from app.store import transaction
from tests.baskets import basket
from tests.builders import FRIDAY
from tests.cast import found
from tests.unit.booking.rooms.test_saleable import book, doors

pytestmark = pytest.mark.houses(1)
SATURDAY = FRIDAY + timedelta(days=1)
WEEKEND = Stay.of(FRIDAY, 2)


def shut(slug: str, door: int, night: date) -> None:
    close = (found().resources[slug], night, night + timedelta(days=1), 1, "Painted")
    transaction(lambda: inventory.close(*close, room_id=door))


def test_others_are_moved_for_it_as_far_as_they_can_be(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two doors are closed on Saturday, and somebody sleeps behind the third on Friday."""
    house = found()
    one, two, three = doors(house)
    snug = house.room_types["snug"]
    stay_id = book(house, FRIDAY)[1]
    transaction(lambda: inventory.give_room(stay_id, three, [FRIDAY]))
    shut("snug", one, SATURDAY)
    assert FreeDoors(clock.now()).most(snug, WEEKEND, 9) == 2, "two and three: they can sleep behind one"
    shut("snug", two, SATURDAY)
    assert FreeDoors(clock.now()).have([snug], WEEKEND)
    monkeypatch.setattr(free_doors, "TRIES", 0)
    assert not FreeDoors(clock.now()).have([snug], WEEKEND), "nobody looks who could move"
    monkeypatch.undo()
    transaction(lambda: inventory.promise(stay_id, three, step_free=False, at=clock.now()))
    free = FreeDoors(clock.now())
    assert not free.have([snug], WEEKEND)
    assert free.most(snug, WEEKEND, 2) == 0
    assert free.have([snug, snug], Stay.of(FRIDAY, 1))
    assert not free.have([snug], Stay.of(FRIDAY, 1), step_free=True)
    assert free.have([house.room_types["garden"]] * 3, WEEKEND), "where counting says it"
    booking.start_checkout(basket(house, "snug", stay=Stay.of(FRIDAY, 1)))
    assert not FreeDoors(clock.now()).have([snug, snug], Stay.of(FRIDAY, 1)), "one of them is held now"
