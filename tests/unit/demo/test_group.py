"""What the houses' files say holds together."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.demo.group import House, the_group

PICTURES = Path(__file__).resolve().parents[3] / "static" / "pictures"
HOUSES = the_group().houses


@pytest.mark.parametrize("house", HOUSES, ids=lambda house: house.slug)
def test_a_house_has_the_rooms_of_a_small_hotel(house: House) -> None:
    assert 16 <= house.rooms <= 26
    assert 4 <= len(house.kinds) <= 6
    assert sum(len(kind.rooms) == 1 for kind in house.kinds) == 1
    assert any(kind.step_free for kind in house.kinds)


@pytest.mark.parametrize("house", HOUSES, ids=lambda house: house.slug)
def test_every_room_type_has_the_same_facts_and_a_drawn_picture(house: House) -> None:
    for kind in house.kinds:
        assert list(kind.facts) == list(HOUSES[0].kinds[0].facts)
        assert all(kind.facts.values())
        assert list(PICTURES.rglob(kind.picture)), kind.picture


@pytest.mark.parametrize("house", HOUSES, ids=lambda house: house.slug)
def test_what_is_said_of_dogs_and_seats_is_what_there_is(house: House) -> None:
    said = next(line for line in house.plain["facilities"] if line.startswith("Dogs in "))
    rooms = sum(len(kind.rooms) for kind in house.kinds if kind.dogs)
    assert str(rooms) in said
    assert f"£{house.dog_minor // 100} a stay" in said
    assert f"£{house.supper_minor // 100}" in house.plain["dining"]["words"]
