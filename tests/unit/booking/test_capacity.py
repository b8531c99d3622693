"""Rooms come and go, and nobody loses what they hold."""

from datetime import timedelta

import pytest
from flask import Flask

from app.booking import capacity
from app.booking.models import BookedStay
from app.booking.operations import start_checkout
from app.catalogue.errors import InTheWay
from app.catalogue.queries import House, RoomType, catalogue
from app.inventory.models import RoomNight
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.store import db, transaction
from tests import cards
from tests.baskets import basket
from tests.builders import FRIDAY
from tests.cast import found
from tests.stock import counter, faults, rows

pytestmark = pytest.mark.houses(1)
WEEKEND = Stay.of(FRIDAY, 2)


def snug() -> tuple[House, RoomType]:
    house = catalogue().by_slug["combe-harrow"]
    kind = house.room_type("snug")
    assert kind is not None
    return house, kind


def booked(times: int = 1) -> list[int]:
    """That many stays in snugs over the weekend; their ids."""
    for number in range(times):
        mail = {"name": f"Anna {number}", "email": f"anna{number}@example.com"}
        cards.placed(basket(found(), "snug", stay=WEEKEND, party=Party(2)), mail)
    db.session.rollback()
    return [stay_id for (stay_id,) in db.session.query(BookedStay.id)]


def test_a_room_that_was_given_to_somebody_is_not_closed(app: Flask) -> None:
    (stay_id,) = booked()
    house, kind = snug()
    room = kind.rooms[0][0]
    transaction(lambda: db.session.add(RoomNight(room_id=room, night=FRIDAY, stay_id=stay_id)))
    with pytest.raises(InTheWay) as refused:
        capacity.close_room(house, kind, room, by=1)
    assert "Anna 0" in refused.value.things[0]
    assert len(snug()[1].rooms) == 3


def test_a_room_is_not_closed_on_full_nights(app: Flask) -> None:
    booked(3)
    house, kind = snug()
    with pytest.raises(InTheWay) as refused:
        capacity.close_room(house, kind, kind.rooms[2][0], by=1)
    assert refused.value.things == ("Fri 5 March", "Sat 6 March")
    assert counter(found().resources["snug"], FRIDAY) == (3, 3, 0)


def test_a_room_is_closed_and_opened_again(app: Flask) -> None:
    house, kind = snug()
    room = kind.rooms[0][0]
    capacity.close_room(house, kind, room, by=1)
    assert counter(found().resources["snug"], FRIDAY)[0] == 2
    capacity.open_room(*snug(), room, by=1)
    assert counter(found().resources["snug"], FRIDAY)[0] == 3
    assert faults() == {}


def test_many_in_the_way_are_named_in_part_and_counted(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capacity, "NAMED", 1)
    booked(3)
    house, kind = snug()
    with pytest.raises(InTheWay) as refused:
        capacity.close_room_type(house, kind, by=1)
    assert str(refused.value) == "Three stays in Snug are still to end."
    assert refused.value.things[1:] == ("and 2 more",)


def test_a_room_type_that_nobody_holds_is_closed(app: Flask) -> None:
    house, kind = snug()
    capacity.close_room_type(house, kind, by=1)
    assert catalogue().by_slug["combe-harrow"].room_type("snug") is None
    assert counter(found().resources["snug"], FRIDAY)[0] == 0


def test_a_hold_keeps_a_room_type_from_closing(app: Flask) -> None:
    start_checkout(basket(found(), "snug", stay=WEEKEND))
    house, kind = snug()
    with pytest.raises(InTheWay) as refused:
        capacity.close_room_type(house, kind, by=1)
    assert "Sat 6 March" in refused.value.things[0]
    assert counter(found().resources["snug"], FRIDAY) == (3, 1, 0)


def test_a_house_whose_stays_have_ended_is_closed(app: Flask) -> None:
    house, _ = snug()
    capacity.close_house(house, by=1)
    assert catalogue().houses == ()
    assert rows("SELECT count(*) FROM journal WHERE action = 'closed' AND subject = 'location'") == [(1,)]


def test_a_new_extra_is_open_on_every_night_of_the_house(app: Flask) -> None:
    house, _ = snug()
    values = {"name": "Canoe", "detail": "", "basis": "night", "price_minor": 900, "stock": 2, "most": 2, "position": 9}
    extra_id = capacity.add_extra(house, values, "canoe", by=1)
    ((resource,),) = rows("SELECT id FROM resource WHERE extra_id = :x", x=extra_id)
    assert counter(int(str(resource)), FRIDAY) == (2, 0, 0)
    assert counter(int(str(resource)), FRIDAY + timedelta(days=300)) == (2, 0, 0)
